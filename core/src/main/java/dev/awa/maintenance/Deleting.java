package dev.awa.maintenance;

import java.time.Duration;

/**
 * How chores go that delete rows: a thousand a turn, each second while there are as many, and else
 * every ten.
 */
final class Deleting {
  static final int ROWS = 1000;
  static final String BOUND = ROWS + " rows";
  static final Duration EVERY = Duration.ofSeconds(10);

  private static final Duration WHILE_MORE = Duration.ofSeconds(1);

  private Deleting() {}

  /** How long to rest after a turn that took so many. */
  static Duration rest(long rows) {
    return rows < ROWS ? EVERY : WHILE_MORE;
  }
}
