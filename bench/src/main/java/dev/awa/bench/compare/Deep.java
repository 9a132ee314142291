package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether working gets slower when much is waiting. */
public final class Deep implements Comparison {
  private static final double SECOND = 1e9;

  private final Sweep sweep;

  public Deep(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "deep";
  }

  @Override
  public String about() {
    return "compared: jobs/s and time to the first start with 10,000 to 10,000,000 waiting";
  }

  /** What happened in the first seconds of work on a backlog. */
  private record Begun(
      int waiting, double rate, double firstStartMillis, double claim50, double claim99) {}

  @Override
  public void run(Lab lab) {
    List<Integer> sizes =
        lab.isShort()
            ? List.of(10_000, 100_000)
            : lab.isLong() ? List.of(10_000, 1_000_000, 10_000_000) : List.of(10_000, 1_000_000);
    Field<List<Begun>> field = Field.run(lab, "", peer -> turns(lab, peer, sizes));
    for (int i = 0; i < sizes.size(); i++) {
      report(field, i, String.format("%,d wanted: ", sizes.get(i)));
    }
    for (int i = 1; i < sizes.size(); i++) {
      int size = i;
      field.tell(
          String.format("drain, %,d / %,d", sizes.get(i), sizes.getFirst()),
          "",
          begun -> begun.get(size).rate() / begun.getFirst().rate());
    }
    field.close();
  }

  private static void report(Field<List<Begun>> field, int size, String at) {
    field.tell(at + "waiting", "jobs", begun -> begun.get(size).waiting());
    field.report(at + "drain", "jobs/s", begun -> begun.get(size).rate());
    field.tell(at + "to the first start", "ms", begun -> begun.get(size).firstStartMillis());
    field.tellIf(at + "a call that claims, p50", "ms", begun -> begun.get(size).claim50());
    field.tellIf(at + "a call that claims, p99", "ms", begun -> begun.get(size).claim99());
  }

  private List<Begun> turns(Lab lab, Peer peer, List<Integer> sizes) throws Exception {
    List<Begun> begun = new ArrayList<>();
    for (int size : sizes) {
      begun.add(turn(lab, peer, size));
    }
    return begun;
  }

  /** A queue that can't be filled in time gets as far as it gets. */
  private Begun turn(Lab lab, Peer peer, int size) throws Exception {
    int workers = sweep.workers(lab, peer);
    Duration filling = Duration.ofSeconds(lab.isLong() ? 1200 : lab.isShort() ? 10 : 120);
    Duration working = Duration.ofSeconds(lab.isShort() ? 3 : 10);
    Ledger ledger = new Ledger(size);
    try (Contender contender = peer.open(Site.fresh(lab.server()))) {
      boolean copies = peer.ways().contains(Peer.Way.COPY);
      int waiting = Turns.fill(contender, size, filling, copies);
      lab.server().checkpoint();
      long begun = System.nanoTime();
      boolean timed = contender.timeClaims();
      AutoCloseable crew = contender.start(workers, Work.none(ledger));
      try {
        // from the first start on, which some find only at their next poll
        ledger.await(1, begun + Duration.ofMinutes(1).toNanos());
        ledger.await(waiting, System.nanoTime() + working.toNanos());
        long end = System.nanoTime();
        if (ledger.done() == 0) {
          throw new TooSlow("ran no job in a minute");
        }
        double seconds = (end - ledger.firstStart()) / SECOND;
        Sample claims = timed ? contender.claimMillis() : Sample.of(Double.NaN);
        return new Begun(
            waiting,
            ledger.done() / seconds,
            (ledger.firstStart() - begun) * 1e-6,
            claims.median(),
            claims.quantile(0.99));
      } finally {
        crew.close();
      }
    } finally {
      lab.server().dropQueues();
    }
  }
}
