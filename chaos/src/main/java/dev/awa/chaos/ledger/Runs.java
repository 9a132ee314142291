package dev.awa.chaos.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Puts the runs together from the entries about them. */
final class Runs {
  /** What a run is found by. After a crash of the database a process may run the same one twice. */
  private record Key(String process, long jobId, int run) {
    static Key of(Entry entry) {
      return new Key(entry.process(), entry.jobId(), entry.run());
    }
  }

  private final Map<Key, List<Run>> byKey = new HashMap<>();
  private final Map<String, List<Run>> byId = new LinkedHashMap<>();
  private final List<Entry> withoutRun = new ArrayList<>();
  private final Map<Key, Entry> early = new HashMap<>();

  Runs(List<Entry> entries) {
    entries.forEach(this::add);
  }

  private void add(Entry entry) {
    if (entry.what() == What.START) {
      Run run = new Run(entry);
      run.verdict = early.remove(Key.of(entry)); // it was too late before its handler began
      byKey.computeIfAbsent(Key.of(entry), key -> new ArrayList<>()).add(run);
      byId.computeIfAbsent(entry.id(), key -> new ArrayList<>()).add(run);
    } else if (entry.what() == What.END) {
      Run run = first(entry, r -> r.end == null);
      run.end = entry;
    } else if (entry.what().isVerdict()) {
      addVerdict(entry);
    }
  }

  private void addVerdict(Entry entry) {
    List<Run> runs = byKey.getOrDefault(Key.of(entry), List.of());
    if (runs.isEmpty()) {
      if (entry.what().isFinal()) {
        withoutRun.add(entry);
      } else {
        early.put(Key.of(entry), entry);
      }
      return; // put back, or given up, before its handler was started
    }
    runs.stream()
        .filter(r -> r.verdict == null)
        .findFirst()
        .ifPresentOrElse(r -> r.verdict = entry, () -> withoutRun.add(entry));
  }

  private Run first(Entry entry, Predicate<Run> which) {
    return byKey.getOrDefault(Key.of(entry), List.of()).stream()
        .filter(which)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("ledger: an end without a start: " + entry.line()));
  }

  /** The runs of each job, in order of their start. */
  Map<String, List<Run>> byId() {
    return byId;
  }

  /** Endings that were accepted for runs that never started, or once more for the same one. */
  List<Entry> withoutRun() {
    return withoutRun;
  }
}
