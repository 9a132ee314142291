package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A steady rate while other sessions keep row versions from being vacuumed: one that holds a
 * REPEATABLE READ transaction, or three whose analytic transactions overlap. What counts is the
 * last window beside the first.
 */
public final class Pinned implements Comparison {
  private final Sweep sweep;
  private final boolean grows;

  public Pinned(Sweep sweep) {
    this(sweep, false);
  }

  private Pinned(Sweep sweep, boolean grows) {
    this.sweep = sweep;
    this.grows = grows;
  }

  /** For 25 minutes, at 5,000 jobs a second. */
  public static Pinned growing(Sweep sweep) {
    return new Pinned(sweep, true);
  }

  @Override
  public String name() {
    return grows ? "pinned-25" : "pinned";
  }

  @Override
  public String about() {
    return grows
        ? "compared: 5,000 jobs/s for 25 minutes while a transaction is held, and five after it"
        : "compared: 800 and 5,000 jobs/s while old snapshots are held, and after they are let go";
  }

  /** One window: what the jobs saw, and the tables at its end. */
  private record Seen(Window window, ServerMeter.Tables tables) {}

  /** The first and the last window of those with a snapshot, and those that came after it. */
  private record Ran(Seen first, Seen last, List<Seen> after, double recovered) {}

  @Override
  public void run(Lab lab) {
    int[] rates =
        grows ? new int[] {5_000} : lab.isShort() ? new int[] {800} : new int[] {800, 5_000};
    for (int rate : rates) {
      for (Snapshots.Kind kind :
          grows ? List.of(Snapshots.Kind.HELD) : List.of(Snapshots.Kind.values())) {
        String at = String.format("%,d/s, %s: ", rate, kind.text());
        Field<Ran> field = Field.run(lab, at, peer -> turn(lab, peer, rate, kind));
        report(field, at);
        field.close();
      }
    }
  }

  private static void report(Field<Ran> field, String at) {
    field.tell(at + "completed, first", "jobs/s", ran -> ran.first().window().completed());
    field.report(at + "completed, last", "jobs/s", ran -> ran.last().window().completed());
    field.tell(at + "due to end p99, first", "ms", ran -> p99(ran.first()));
    field.report(at + "due to end p99, last", "ms", ran -> p99(ran.last()));
    field.tell(at + "p99, last / first", "", ran -> p99(ran.last()) / p99(ran.first()));
    field.tell(at + "dead tuples, first", "tuples", ran -> ran.first().tables().dead());
    field.tell(at + "dead tuples, last", "tuples", ran -> ran.last().tables().dead());
    field.tell(at + "tables, first", "MB", ran -> megabytes(ran.first().tables().tableBytes()));
    field.tell(at + "tables, last", "MB", ran -> megabytes(ran.last().tables().tableBytes()));
    field.tell(at + "indexes, first", "MB", ran -> megabytes(ran.first().tables().indexBytes()));
    field.report(at + "completed, after", "jobs/s", ran -> end(ran).window().completed());
    field.report(at + "due to end p99, after", "ms", ran -> p99(end(ran)));
    field.tell(at + "dead tuples, after", "tuples", ran -> end(ran).tables().dead());
    field.tell(at + "tables, after", "MB", ran -> megabytes(end(ran).tables().tableBytes()));
    field.tell(at + "indexes, after", "MB", ran -> megabytes(end(ran).tables().indexBytes()));
    field.report(at + "rate and p99 of the first window again after", "s", Ran::recovered);
    field.tell(at + "indexes, last", "MB", ran -> megabytes(ran.last().tables().indexBytes()));
  }

  private static Seen end(Ran ran) {
    return ran.after().getLast();
  }

  private static double p99(Seen seen) {
    return seen.window().endToEnd().quantile(0.99);
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }

  private Ran turn(Lab lab, Peer peer, int rate, Snapshots.Kind kind) throws Exception {
    int workers = sweep.workers(lab, peer);
    Duration window = window(lab);
    int windows = grows && !lab.isShort() ? 25 : lab.sized(3, 6);
    int after = grows && !lab.isShort() ? 5 : lab.sized(2, 3);
    Duration warmUp = Duration.ofSeconds(2);
    Ledger ledger = Load.ledger(rate, warmUp.plus(window.multipliedBy(windows + after)));
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        AutoCloseable crew = contender.start(workers, Work.none(ledger));
        Load load = Load.start(contender, ledger, rate)) {
      Thread.sleep(warmUp);
      List<Long> edges = new ArrayList<>(List.of(System.nanoTime()));
      List<ServerMeter.Tables> tables = new ArrayList<>();
      try (Snapshots snapshots = Snapshots.hold(site, kind, window)) {
        watch(site, window, windows, edges, tables);
      }
      watch(site, window, after, edges, tables);
      load.close();
      return ran(ledger, edges, tables, windows);
    } finally {
      lab.server().dropQueues();
    }
  }

  private Duration window(Lab lab) {
    if (grows && !lab.isShort()) {
      return Duration.ofMinutes(1);
    }
    return Duration.ofSeconds(lab.isLong() ? 120 : lab.sized(3, 10));
  }

  private static void watch(
      Site site, Duration window, int windows, List<Long> edges, List<ServerMeter.Tables> tables)
      throws SQLException, InterruptedException {
    for (int i = 0; i < windows; i++) {
      Thread.sleep(window);
      edges.add(System.nanoTime());
      tables.add(ServerMeter.tables(site));
    }
  }

  private static Ran ran(
      Ledger ledger, List<Long> edges, List<ServerMeter.Tables> tables, int windows) {
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      all.add(seen(ledger, edges.get(i), edges.get(i + 1), tables.get(i)));
    }
    List<Seen> after = all.subList(windows, all.size());
    return new Ran(all.getFirst(), all.get(windows - 1), after, recovered(all, edges, windows));
  }

  /**
   * Seconds from the end of the snapshots to the end of the first window that is as good as the
   * first of all; to the end of the last one where none is.
   */
  private static double recovered(List<Seen> all, List<Long> edges, int windows) {
    int i = windows;
    while (i < all.size() - 1 && !isAsGood(all.get(i), all.getFirst())) {
      i++;
    }
    return (edges.get(i + 1) - edges.get(windows)) * 1e-9;
  }

  private static boolean isAsGood(Seen one, Seen first) {
    return one.window().completed() >= 0.98 * first.window().completed()
        && p99(one) <= 1.5 * p99(first);
  }

  /**
   * As it was at its end: in the first window too a job that had not ended has waited till then.
   */
  private static Seen seen(Ledger ledger, long from, long to, ServerMeter.Tables tables) {
    return new Seen(Window.of(ledger, from, to, to), tables);
  }
}
