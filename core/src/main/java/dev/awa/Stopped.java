package dev.awa;

/** What became of the wish to stop an operation. */
public enum Stopped {
  /** It does nothing more; what it had done stays done. */
  STOPPED,
  /** It had ended before. */
  ENDED,
  /** There is no such operation, or its 90 days are over. */
  UNKNOWN
}
