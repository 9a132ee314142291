package dev.awa.engine;

/** How a run ended, as the closure log writes it. The numbers are stored: never change them. */
public enum Closure {
  COMPLETED(1),
  RETRIED(2),
  SNOOZED(3),
  RELEASED(4),
  FAILED(5),
  CANCELLED(6),
  RESCUED(7),
  DEADLINE_EXPIRED(8);

  private final short code;

  Closure(int code) {
    this.code = (short) code;
  }

  /** Whether an attempt that ended so has failed. */
  public boolean isFailure() {
    return this == RETRIED || this == FAILED || this == DEADLINE_EXPIRED;
  }

  short code() {
    return code;
  }
}
