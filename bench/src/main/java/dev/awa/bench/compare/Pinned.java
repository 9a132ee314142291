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

  public Pinned(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "pinned";
  }

  @Override
  public String about() {
    return "compared: 800 and 5,000 jobs/s while old snapshots are held; first and last window";
  }

  /** One window: what the jobs saw, and the tables at its end. */
  private record Seen(Window window, ServerMeter.Tables tables) {}

  private record Ran(Seen first, Seen last) {}

  @Override
  public void run(Lab lab) {
    int[] rates = lab.isShort() ? new int[] {800} : new int[] {800, 5_000};
    for (int rate : rates) {
      for (Snapshots.Kind kind : Snapshots.Kind.values()) {
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
    field.tell(at + "indexes, last", "MB", ran -> megabytes(ran.last().tables().indexBytes()));
  }

  private static double p99(Seen seen) {
    return seen.window().endToEnd().quantile(0.99);
  }

  private static double megabytes(long bytes) {
    return bytes / 1e6;
  }

  private Ran turn(Lab lab, Peer peer, int rate, Snapshots.Kind kind) throws Exception {
    int workers = sweep.workers(lab, peer);
    Duration window = Duration.ofSeconds(lab.isLong() ? 120 : lab.sized(3, 10));
    int windows = lab.sized(3, 6);
    Duration warmUp = Duration.ofSeconds(2);
    Ledger ledger = Load.ledger(rate, warmUp.plus(window.multipliedBy(windows)));
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        AutoCloseable crew = contender.start(workers, Work.none(ledger));
        Load load = Load.start(contender, ledger, rate)) {
      Thread.sleep(warmUp);
      try (Snapshots snapshots = Snapshots.hold(site, kind, window)) {
        List<Long> edges = new ArrayList<>(List.of(System.nanoTime()));
        List<ServerMeter.Tables> tables = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
          Thread.sleep(window);
          edges.add(System.nanoTime());
          tables.add(ServerMeter.tables(site));
        }
        load.close();
        return ran(ledger, edges, tables);
      }
    } finally {
      lab.server().dropQueues();
    }
  }

  private static Ran ran(Ledger ledger, List<Long> edges, List<ServerMeter.Tables> tables)
      throws SQLException {
    int last = tables.size() - 1;
    return new Ran(
        seen(ledger, edges.get(0), edges.get(1), tables.get(0)),
        seen(ledger, edges.get(last), edges.get(last + 1), tables.get(last)));
  }

  /**
   * As it was at its end: in the first window too a job that had not ended has waited till then.
   */
  private static Seen seen(Ledger ledger, long from, long to, ServerMeter.Tables tables) {
    return new Seen(Window.of(ledger, from, to, to), tables);
  }
}
