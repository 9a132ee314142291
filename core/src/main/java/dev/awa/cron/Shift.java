package dev.awa.cron;

/** How a change of clocks bears on a {@link Fire}. */
public enum Shift {
  /** The clock shows the planned time once, and the job is due then. */
  NONE,

  /**
   * The clock jumps over the planned time. The job is due when the gap ends: 02:30 becomes 03:00
   * where clocks go from 02:00 to 03:00.
   */
  GAP,

  /** The clock shows the planned time twice. The job is due the first time, and then only. */
  OVERLAP
}
