package dev.awa.chaos.lab;

import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.lab.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Looks at the ledgers of a lab while they are written, and waits until something is in them. */
public final class Watch {
  private final Path folder;

  Watch(Path folder) {
    this.folder = folder;
  }

  /** What was written down so far, by all processes. */
  public List<Entry> entries() {
    return Ledger.read(folder);
  }

  /** Waits until so many entries of a kind were written down. */
  public void awaitEntries(String what, int count, Predicate<Entry> which) {
    Eventually.holds(
        () -> count + " times " + what + " in " + folder,
        Lab.PATIENCE,
        () -> count(which) >= count);
  }

  /** How many entries of a kind were written down so far. */
  public long count(Predicate<Entry> which) {
    return entries().stream().filter(which).count();
  }

  /** Waits until a worker has written so many entries of a sort. */
  public void await(WorkerChild worker, What what, int count) {
    awaitEntries(what + " by " + worker.name(), count, e -> isBy(worker, what, e));
  }

  /** Waits until a worker has started so many handlers. */
  public void awaitStarts(WorkerChild worker, int count) {
    await(worker, What.START, count);
  }

  /** How many handlers a worker has started. */
  public int starts(WorkerChild worker) {
    return count(worker, What.START);
  }

  /** How many entries of a sort a worker has written. */
  public int count(WorkerChild worker, What what) {
    return Math.toIntExact(count(worker, what, entries()));
  }

  /** Waits until so many handlers of a worker are at work at once. */
  public void awaitOpen(WorkerChild worker, int count) {
    Eventually.holds(
        () -> count + " open runs of " + worker.name(),
        Lab.PATIENCE,
        () -> open(worker, entries()) >= count);
  }

  private static long open(WorkerChild worker, List<Entry> entries) {
    return count(worker, What.START, entries) - count(worker, What.END, entries);
  }

  private static long count(WorkerChild worker, What what, List<Entry> entries) {
    return entries.stream().filter(e -> isBy(worker, what, e)).count();
  }

  private static boolean isBy(WorkerChild worker, What what, Entry entry) {
    return entry.what() == what && entry.process().equals(worker.name());
  }
}
