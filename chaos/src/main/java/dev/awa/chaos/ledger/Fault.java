package dev.awa.chaos.ledger;

import java.util.Locale;

/** What was done to a process, as far as it matters to what it may lead to. */
public enum Fault {
  /** The process is gone. What it had open may run once more. */
  KILLED(true, false),
  /** The process stands still. What it had open may run once more, beside it when it wakes. */
  PAUSED(true, true),
  /** The process can't reach the database. Others may take over what it goes on with. */
  CUT(true, true),
  /**
   * The process has no memory left. It may be too late with everything; what it had open may run
   * once more, beside it.
   */
  EXHAUSTED(true, true),
  /**
   * The database forgot what it had not written: claims do not wait for the disk. What ran may run
   * once more.
   */
  CRASHED(true, true),
  /** Connections broke. Nothing may run twice because of that. */
  DISCONNECTED(false, false);

  /** Whether runs that were open may run once more. */
  final boolean allowsExtraRuns;

  /** Whether two runs of a job may overlap. */
  final boolean allowsOverlap;

  Fault(boolean allowsExtraRuns, boolean allowsOverlap) {
    this.allowsExtraRuns = allowsExtraRuns;
    this.allowsOverlap = allowsOverlap;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Fault of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
