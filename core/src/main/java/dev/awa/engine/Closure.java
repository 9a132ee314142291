package dev.awa.engine;

import java.util.Locale;

/**
 * How a run ended, as the closure log writes it. The numbers are stored: never change them. SQL
 * names them by {@code awa.outcome}.
 */
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
    return switch (this) {
      case RETRIED, FAILED, DEADLINE_EXPIRED -> true;
      case COMPLETED, SNOOZED, RELEASED, CANCELLED, RESCUED -> false;
    };
  }

  /** The one of a number. */
  static Closure of(short code) {
    return values()[code - 1]; // they are numbered from 1 on, in their order
  }

  /** As SQL calls it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  short code() {
    return code;
  }
}
