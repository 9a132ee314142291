package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What a queue sustains: producers keep it supplied, so the queue itself is what ends its rate. */
final class Sustained {
  private static final String AT = "supplied: ";
  private static final Duration FILLING = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration FIRST_END = Duration.ofMinutes(1);
  private static final int SLACK_SECONDS = 5;
  private static final int ROOM_A_SECOND = 200_000;
  private static final int ROOM_FACTOR = 2;
  private static final long LOOK_MILLIS = 10;
  private static final double SECOND = 1e9;
  private static final double PERCENT = 100;

  private final Sweep sweep;

  Sustained(Sweep sweep) {
    this.sweep = sweep;
  }

  /** How long it warms up, and is measured. */
  private record Times(Duration warmUp, Duration measured) {
    static Times of(Lab lab) {
      return new Times(
          Duration.ofSeconds(lab.sized(2, 5)),
          Duration.ofSeconds(lab.isLong() ? 60 : lab.sized(4, 20)));
    }

    int seconds() {
      return Math.toIntExact(warmUp.plus(measured).toSeconds());
    }
  }

  /** Who enqueues, and who works. */
  private record Sides(Contender enqueues, Contender works) {
    double besideCpu() {
      return Turns.besideCpu(
          Stream.concat(enqueues.processes().stream(), works.processes().stream())
              .distinct()
              .toList());
    }
  }

  /** What happened between two moments. */
  private record Seen(Supply.Edge from, Supply.Edge to, Sample depths, CpuMeter.Used used) {
    double enqueued() {
      return (to.committed() - from.committed()) / seconds();
    }

    double completed() {
      return finished() / seconds();
    }

    double low() {
      double[] looks = depths.values();
      return PERCENT
          * DoubleStream.of(looks).filter(look -> look < Supply.LOW).count()
          / looks.length;
    }

    CpuMeter.Used per1000() {
      return used.times(1000 / Math.max(1, finished()));
    }

    private double finished() {
      return to.finished() - from.finished();
    }

    private double seconds() {
      return (to.nanos() - from.nanos()) / SECOND;
    }
  }

  /** What was to be said of the jobs when the workers had stopped. */
  private record Left(long unfinished, long lost, long repeated) {
    static Left of(long committed, long unfinished, Ledger ledger) {
      long lost = Math.max(0, committed - unfinished - ledger.done());
      return new Left(unfinished, lost, ledger.repeated());
    }
  }

  private record Ran(Seen seen, Left left) {}

  void run(Lab lab) {
    Field<Ran> field = Field.run(lab, AT, peer -> turn(lab, peer));
    field.tell(AT + "enqueued", "jobs/s", ran -> ran.seen().enqueued());
    field.report(AT + "completed", "jobs/s", ran -> ran.seen().completed());
    field.tell(AT + "depth at the end", "jobs", ran -> ran.seen().to().depth());
    field.tell(AT + "waiting, p50", "jobs", ran -> ran.seen().depths().median());
    field.tell(AT + "waiting, least", "jobs", ran -> ran.seen().depths().least());
    String low = "looks that found fewer than %,d waiting".formatted(Supply.LOW);
    field.tell(AT + low, "%", ran -> ran.seen().low());
    String after = " %d s after the producers".formatted(PATIENCE.toSeconds());
    field.tell(AT + "not finished" + after, "jobs", ran -> ran.left().unfinished());
    field.tell(AT + "lost: neither run nor kept", "jobs", ran -> ran.left().lost());
    field.tell(AT + "run twice", "jobs", ran -> ran.left().repeated());
    field.report(AT + "CPU of clients per 1,000", "s", ran -> ran.seen().per1000().client());
    field.report(AT + "CPU of server per 1,000", "s", ran -> ran.seen().per1000().server());
    field.close();
  }

  /** What has processes of its own enqueues in one and works in another. */
  private Ran turn(Lab lab, Peer peer) throws Exception {
    int workers = sweep.workers(lab, peer);
    Site site = Site.fresh(lab.server());
    try (Contender enqueues = peer.open(site)) {
      if (!peer.hasProcesses()) {
        return turn(lab, peer, new Sides(enqueues, enqueues), workers);
      }
      try (Contender works = peer.join(site)) {
        return turn(lab, peer, new Sides(enqueues, works), workers);
      }
    } finally {
      lab.server().dropQueues();
    }
  }

  private Ran turn(Lab lab, Peer peer, Sides sides, int workers) throws Exception {
    Times times = Times.of(lab);
    Ledger ledger = ledger(lab, peer, times);
    Contender enqueues = sides.enqueues();
    boolean copies = peer.ways().contains(Peer.Way.COPY);
    int waiting = Turns.fill(enqueues, Supply.BOUND, FILLING, copies);
    lab.server().checkpoint();
    Seen seen;
    long committed;
    try (AutoCloseable crew = sides.works().start(workers, Work.none(ledger));
        Supply supply =
            Supply.start(copies ? enqueues::copy : enqueues::enqueue, ledger, waiting)) {
      warmUp(ledger, times.warmUp());
      seen = see(lab, sides, supply, times.measured());
      supply.close();
      committed = supply.committed();
      awaitAll(enqueues, ledger, committed, System.nanoTime() + PATIENCE.toNanos());
    }
    return new Ran(seen, Left.of(committed, enqueues.unfinished(), ledger));
  }

  /** Begins with the first job, which some find only at their next poll. */
  private static void warmUp(Ledger ledger, Duration time) throws Exception {
    if (!ledger.await(1, System.nanoTime() + FIRST_END.toNanos())) {
      throw new TooSlow("ran no job in " + FIRST_END.toSeconds() + " s");
    }
    Thread.sleep(time);
  }

  private static Seen see(Lab lab, Sides sides, Supply supply, Duration time) throws Exception {
    Supply.Edge from = supply.edge(sides.enqueues());
    CpuMeter cpu = lab.startCpuMeter();
    double beside = sides.besideCpu();
    Sample depths = depths(supply, from.nanos() + time.toNanos());
    Supply.Edge to = supply.edge(sides.enqueues());
    CpuMeter.Used used = Turns.plus(lab.stop(cpu), sides.besideCpu() - beside);
    return new Seen(from, to, depths, used);
  }

  /**
   * Room for twice what it drained in the sweep, where nobody enqueued meanwhile, and for a rate
   * that none has in any case, since a short sweep is of a JVM that is not warm.
   */
  private Ledger ledger(Lab lab, Peer peer, Times times) throws Exception {
    int seconds = times.seconds() + SLACK_SECONDS;
    return new Ledger(
        sweep.jobs(
            lab,
            peer,
            new Sweep.Jobs(ROOM_FACTOR * seconds, ROOM_A_SECOND * seconds, Ledger.MOST)));
  }

  private static Sample depths(Supply supply, long until) throws InterruptedException {
    List<Double> depths = new ArrayList<>();
    do {
      Thread.sleep(LOOK_MILLIS);
      depths.add((double) supply.waiting());
    } while (System.nanoTime() < until && !supply.isBroken());
    return Sample.of(depths);
  }

  /** Waits until all ran and the queue knows it. */
  private static void awaitAll(Contender contender, Ledger ledger, long committed, long until)
      throws Exception {
    while (System.nanoTime() < until
        && (ledger.done() < committed || contender.unfinished() != 0)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
