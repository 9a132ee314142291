package dev.awa.chaos.scenario;

/** A scenario can't be run here; the message says why. */
public final class SkippedException extends Exception {
  private static final long serialVersionUID = 1L;

  public SkippedException(String reason) {
    super(reason);
  }
}
