package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What one contender does in its turn, in a database of its own. */
final class Turns {
  private static final int BATCH = 1000;
  private static final Duration WARM_UP = Duration.ofMinutes(1);
  private static final Duration FIRST_START = Duration.ofMinutes(1);
  private static final Duration TO_FINISH = Duration.ofSeconds(30);
  private static final double NANOS = 1e-9;

  private Turns() {}

  /**
   * A backlog that was drained.
   *
   * @param jobs how many were waiting
   * @param seconds from the first start of a handler until all were durably finished
   * @param done how many were, less than all when time was up
   */
  record Drained(
      long jobs,
      double seconds,
      long done,
      long repeated,
      ServerMeter.Written written,
      long madeDead,
      CpuMeter.Used cpu) {
    double rate() {
      return done / seconds;
    }

    double perJob(double value) {
      return value / Math.max(1, done);
    }
  }

  /**
   * Lets jobs wait, then starts workers.
   *
   * @param jobs how many; fewer when the time to enqueue is up
   * @param limit how long enqueueing may take, and then draining, from the first start on
   */
  static Drained drain(Lab lab, Peer peer, int workers, int jobs, Duration limit) throws Exception {
    Site site = Site.fresh(lab.server());
    Ledger ledger = new Ledger(jobs);
    try (Contender contender = peer.open(site)) {
      int waiting = fill(contender, jobs, limit);
      Crew crew = () -> contender.start(workers, Work.none(ledger));
      return drained(
          lab, site, contender, new Workers(crew, contender::processes), waiting, ledger, limit);
    } finally {
      lab.server().dropQueues();
    }
  }

  /** Workers that are yet to be started; closing the answer stops them. */
  interface Crew {
    AutoCloseable start() throws Exception;
  }

  /** Workers, and the processes they are in beside this one. */
  record Workers(Crew crew, Supplier<List<ProcessHandle>> processes) {}

  /**
   * The same by processes of their own, which drain a small backlog first, so that they are warm.
   */
  static Drained drainByProcesses(Lab lab, Peer peer, Instances instances, int jobs, Duration limit)
      throws Exception {
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        Fleet fleet = Fleet.launch(peer, site, contender, instances.count())) {
      warmUp(contender, fleet, instances, lab.sized(200, 2000) * instances.count());
      int waiting = fill(contender, jobs, limit);
      Fleet.Shared shared = fleet.ledger(jobs);
      Crew crew =
          () -> {
            fleet.start(instances.workers(), shared, shared.none());
            return fleet::stop;
          };
      Workers workers = new Workers(crew, fleet::processes);
      return drained(lab, site, contender, workers, waiting, shared.ledger(), limit);
    } finally {
      lab.server().dropQueues();
    }
  }

  /** So many processes of so many workers each. */
  record Instances(int count, int workers) {}

  /** Lets processes drain a small backlog. */
  static void warmUp(Contender contender, Fleet fleet, Instances instances, int jobs)
      throws Exception {
    int waiting = fill(contender, jobs, WARM_UP);
    Fleet.Shared shared = fleet.ledger(jobs);
    long until = System.nanoTime() + WARM_UP.toNanos();
    fleet.start(instances.workers(), shared, shared.none());
    if (!shared.ledger().await(waiting, until)) {
      throw new TooSlow(
          "only " + shared.ledger().done() + " of " + waiting + " jobs ran while warming up");
    }
    awaitFinished(contender, until);
    fleet.stop();
  }

  /** Enqueues jobs by the bulk call; answers how many there was time for. */
  static int fill(Contender contender, int jobs, Duration limit) throws Exception {
    return fill(contender, jobs, limit, false);
  }

  /** The same, by COPY where it can. */
  static int fill(Contender contender, int jobs, Duration limit, boolean copy) throws Exception {
    long until = System.nanoTime() + limit.toNanos();
    int filled = 0;
    while (filled < jobs && System.nanoTime() < until) {
      int count = Math.min(BATCH, jobs - filled);
      if (copy) {
        contender.copy(filled, count);
      } else {
        contender.enqueue(filled, count);
      }
      filled += count;
    }
    return filled;
  }

  private static Drained drained(
      Lab lab,
      Site site,
      Contender contender,
      Workers workers,
      int waiting,
      Ledger ledger,
      Duration limit)
      throws Exception {
    lab.server().checkpoint();
    try (ServerMeter meter = ServerMeter.start(lab.server(), site)) {
      long dead = meter.madeDead();
      CpuMeter cpu = lab.startCpuMeter();
      double beside = besideCpu(workers.processes().get());
      long begun = System.nanoTime();
      AutoCloseable crew = workers.crew().start();
      try {
        // from the first start on, which some find only at their next poll
        ledger.await(1, begun + FIRST_START.toNanos());
        long until = System.nanoTime() + limit.toNanos();
        if (ledger.await(waiting, until)) {
          awaitFinished(contender, until + TO_FINISH.toNanos());
        }
        long end = System.nanoTime();
        long done = ledger.done();
        if (done == 0) {
          throw new TooSlow("ran no job in " + FIRST_START.toSeconds() + " s");
        }
        CpuMeter.Used used = plus(lab.stop(cpu), besideCpu(workers.processes().get()) - beside);
        ServerMeter.Written written = meter.stop();
        crew.close();
        crew = () -> {};
        return new Drained(
            waiting,
            (end - ledger.firstStart()) * NANOS,
            done,
            ledger.repeated(),
            written,
            settledDead(meter) - dead,
            used);
      } finally {
        crew.close();
      }
    }
  }

  private static void awaitFinished(Contender contender, long until) throws Exception {
    while (contender.unfinished() > 0) {
      if (System.nanoTime() > until) {
        throw new TooSlow(
            "every handler ran, but " + contender.unfinished() + " jobs are not finished");
      }
      Thread.sleep(1);
    }
  }

  /** Sessions have to report first, which those that live do once a second. */
  private static long settledDead(ServerMeter meter) throws Exception {
    Thread.sleep(1100);
    return meter.madeDead();
  }

  /** CPU seconds of the processes that it has beside this one. */
  static double besideCpu(Contender contender) {
    return besideCpu(contender.processes());
  }

  /** CPU seconds of processes beside this one. */
  static double besideCpu(List<ProcessHandle> processes) {
    return processes.stream()
        .mapToDouble(
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() * NANOS)
        .sum();
  }

  static CpuMeter.Used plus(CpuMeter.Used used, double client) {
    return new CpuMeter.Used(
        used.client() + client, used.server(), used.threads(), used.processes());
  }
}
