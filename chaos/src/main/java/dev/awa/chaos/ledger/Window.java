package dev.awa.chaos.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A fault, from when to when a process suffered it. */
record Window(Fault fault, Entry begun, long from, long to) {

  /** The faults of a ledger. One that was never healed lasts; a kill takes no time. */
  static List<Window> of(List<Entry> entries) {
    List<Window> windows = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.what() == What.FAULT) {
        Fault fault = Fault.of(entry.detail());
        long to = fault == Fault.KILLED ? entry.micros() : healedAt(entries, entry);
        windows.add(new Window(fault, entry, entry.micros(), to));
      }
    }
    return windows;
  }

  private static long healedAt(List<Entry> entries, Entry begun) {
    return entries.stream()
        .filter(e ->
            e.what() == What.HEALED
                && e.micros() >= begun.micros()
                && e.process().equals(begun.process())
                && Objects.equals(e.detail(), begun.detail()))
        .mapToLong(Entry::micros)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  boolean concerns(Run run) {
    return begun.isOf(run.start.process());
  }

  /** Whether it may be the reason that this run's job is run once more. */
  boolean mayRepeat(Run run) {
    return fault.allowsExtraRuns
        && concerns(run)
        && run.startedAt() <= to
        && run.verdictAt() >= from;
  }

  /** Whether it may be the reason that this run overlaps with another. */
  boolean mayOverlap(Run run, long overAt) {
    return fault.allowsOverlap && concerns(run) && run.startedAt() <= to && overAt >= from;
  }
}
