package dev.awa.event;

/** How much an operator should mind an event: at which level the log tells it. */
public enum Severity {
  /** Happens all the time: DEBUG. */
  DETAIL,
  /** Happens now and then, as it should: INFO. */
  NOTICE,
  /** Something is in the way; the queue goes on, or tries again by itself: WARN. */
  WARNING,
  /** Somebody has to mend something: ERROR. */
  ERROR
}
