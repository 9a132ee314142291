package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Peers;
import dev.awa.bench.peer.Site;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Jobs that come one at a time from this process and are worked on in another, as those of a web
 * application are: nobody can start a job without finding it in the database.
 */
public final class Elsewhere implements Comparison {
  private static final int RATE = 200;
  private static final int SPARE_SECONDS = 2;
  private static final long LOOK_MILLIS = 20;

  private final Sweep sweep;

  public Elsewhere(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "elsewhere";
  }

  @Override
  public String about() {
    return "compared: "
        + RATE
        + " jobs/s one at a time, worked on in another process; pick-up, CPU";
  }

  /** How long it warms up, after the processes have, is measured, and may finish what is left. */
  private record Times(Duration warmUp, Duration measured, Duration patience) {
    static Times of(Lab lab) {
      return new Times(
          Duration.ofSeconds(lab.sized(2, 5)),
          Duration.ofSeconds(lab.isLong() ? 120 : lab.sized(10, 30)),
          Duration.ofSeconds(lab.isShort() ? 15 : 30));
    }

    int jobs() {
      return RATE * Math.toIntExact(warmUp.plus(measured).toSeconds() + SPARE_SECONDS);
    }
  }

  /** A window, and what was used in it. */
  private record Seen(long from, long to, double done, CpuMeter.Used used) {
    CpuMeter.Used per1000() {
      return used.times(1000 / Math.max(1, done));
    }
  }

  /** What became of the jobs of the window, and of all. */
  private record Ran(Window window, CpuMeter.Used per1000, long unfinished, long repeated) {}

  @Override
  public void run(Lab lab) {
    Peers.named(lab.peers())
        .forEach(peer -> lab.say(peer.name() + " finds work so: " + peer.looks()));
    Field<Ran> field = Field.run(lab, "", peer -> turn(lab, peer));
    field.tell("enqueued", "jobs/s", ran -> ran.window().enqueued());
    field.report("completed", "jobs/s", ran -> ran.window().completed());
    field.report("commit to start, p50", "ms", ran -> ran.window().pickUp().median());
    field.tell("commit to start, p95", "ms", ran -> ran.window().pickUp().quantile(0.95));
    field.report("commit to start, p99", "ms", ran -> ran.window().pickUp().quantile(0.99));
    field.tell("commit to start, max", "ms", ran -> ran.window().pickUp().most());
    field.report("due to end, p50", "ms", ran -> ran.window().endToEnd().median());
    field.report("due to end, p99", "ms", ran -> ran.window().endToEnd().quantile(0.99));
    field.tell("not finished when time was up", "jobs", Ran::unfinished);
    field.tell("run twice", "jobs", Ran::repeated);
    field.report("CPU of clients per 1,000", "s", ran -> ran.per1000().client());
    field.report("CPU of server per 1,000", "s", ran -> ran.per1000().server());
    field.close();
  }

  private Ran turn(Lab lab, Peer peer) throws Exception {
    Turns.Instances one = new Turns.Instances(1, sweep.workers(lab, peer));
    Times times = Times.of(lab);
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        Fleet fleet = Fleet.apart(peer, site, contender)) {
      Turns.warmUp(contender, fleet, one, lab.sized(200, 2000));
      Fleet.Shared shared = fleet.ledger(times.jobs());
      fleet.start(one.workers(), shared, shared.none());
      Ledger ledger = shared.ledger();
      Seen seen;
      try (Trickle trickle = Trickle.start(contender, ledger, RATE)) {
        Thread.sleep(times.warmUp());
        seen = see(lab, ledger, processes(contender, fleet), times.measured());
      }
      await(contender, ledger, System.nanoTime() + times.patience().toNanos());
      Window window = Window.of(ledger, seen.from(), seen.to());
      return new Ran(window, seen.per1000(), contender.unfinished(), ledger.repeated());
    } finally {
      lab.server().dropQueues();
    }
  }

  private static Seen see(Lab lab, Ledger ledger, List<ProcessHandle> processes, Duration time)
      throws Exception {
    CpuMeter cpu = lab.startCpuMeter();
    double beside = Turns.besideCpu(processes);
    long before = ledger.done();
    long from = System.nanoTime();
    Thread.sleep(time);
    long to = System.nanoTime();
    double done = ledger.done() - before;
    double used = Turns.besideCpu(processes) - beside;
    return new Seen(from, to, done, Turns.plus(lab.stop(cpu), used));
  }

  /** Those that work, and those that enqueue where it is not this one that does. */
  private static List<ProcessHandle> processes(Contender contender, Fleet fleet) {
    return Stream.concat(fleet.processes().stream(), contender.processes().stream())
        .distinct()
        .toList();
  }

  /** Waits until nothing is left. */
  private static void await(Contender contender, Ledger ledger, long until) throws Exception {
    long enqueued = 0;
    for (int n = 0; n < ledger.size(); n++) {
      enqueued += ledger.committedAt(n) == 0 ? 0 : 1;
    }
    while (System.nanoTime() < until && (ledger.done() < enqueued || contender.unfinished() != 0)) {
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
