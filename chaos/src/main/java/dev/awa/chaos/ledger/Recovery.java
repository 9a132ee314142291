package dev.awa.chaos.ledger;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How long it took until work went on. */
public final class Recovery {
  private final List<Entry> entries;
  private final Runs runs;

  private Recovery(List<Entry> entries) {
    this.entries = entries;
    this.runs = new Runs(entries);
  }

  /**
   * The longest of all faults: after something was done to a process, until the first job that it
   * had open was started elsewhere; after something was done to all, until the first start once it
   * was over. Empty when no fault had a consequence.
   */
  public static Optional<Duration> longest(List<Entry> entries) {
    Recovery recovery = new Recovery(entries);
    return Window.of(entries).stream()
        .map(recovery::of)
        .filter(OptionalLong::isPresent)
        .map(micros -> Duration.of(micros.getAsLong(), ChronoUnit.MICROS))
        .max(Duration::compareTo);
  }

  private OptionalLong of(Window fault) {
    if (fault.begun().process().equals(Entry.ALL)) {
      return firstStart(fault.to(), entries.stream());
    }
    Set<String> open = open(fault);
    if (open.isEmpty()) { // what was claimed had not been started yet
      return firstStart(fault.from(), entries.stream());
    }
    return firstStart(
        fault.from(),
        entries.stream()
            .filter(e -> open.contains(e.id()) && !e.process().equals(fault.begun().process())));
  }

  private Set<String> open(Window fault) {
    return runs.byId().values().stream()
        .flatMap(List::stream)
        .filter(r ->
            fault.concerns(r) && r.startedAt() <= fault.from() && r.verdictAt() >= fault.from())
        .map(Run::id)
        .collect(Collectors.toSet());
  }

  private static OptionalLong firstStart(long from, Stream<Entry> among) {
    return among
        .filter(e -> e.what() == What.START && e.micros() > from)
        .mapToLong(e -> e.micros() - from)
        .min();
  }
}
