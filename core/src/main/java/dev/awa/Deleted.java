package dev.awa;

/** What became of the wish to delete a job. */
public enum Deleted {
  /** Nobody finds it any more. */
  DELETED,
  /** Nothing: it waits or runs. Cancel it first. */
  NOT_FINISHED,
  /** Nothing: there is no such job, or its history is no longer kept. */
  UNKNOWN
}
