package dev.awa;

/**
 * What became of the wish to cancel a job. Exactly one of a cancel and whatever races with it wins.
 */
public enum CancelVerdict {
  /** It was cancelled: it will not run, or what it runs will not count. */
  CANCELLED,
  /** It had finished before. */
  FINISHED,
  /** There is no such job, or its history is no longer kept. */
  UNKNOWN
}
