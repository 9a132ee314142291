package dev.awa;

/** What became of the wish to change a job that waits. */
public enum Edited {
  /** It is changed. */
  EDITED,
  /** Nothing: it runs, or has ended. One that has failed can be run again with changes. */
  TOO_LATE,
  /** Nothing: there is no such job, or its history is no longer kept. */
  UNKNOWN
}
