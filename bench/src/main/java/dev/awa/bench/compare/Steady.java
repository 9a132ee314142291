package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.time.Duration;

/**
 * Jobs that are offered at a steady rate to workers that are already there; at last as many as they
 * drain.
 */
public final class Steady implements Comparison {
  private final Sweep sweep;

  public Steady(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "steady";
  }

  @Override
  public String about() {
    return "compared: 200 to 20,000 jobs/s offered, then as many as it drains; latencies, CPU, WAL";
  }

  /** What became of the jobs of the window. */
  private record Ran(
      Window window, double depth, double repeated, CpuMeter.Used per1000, double walPerJob) {}

  @Override
  public void run(Lab lab) {
    int[] rates = lab.isShort() ? new int[] {200, 5_000} : new int[] {200, 1_000, 5_000, 20_000};
    for (int rate : rates) {
      String at = String.format("%,d/s: ", rate);
      Field<Ran> field = Field.run(lab, at, peer -> turn(lab, peer, rate));
      report(field, at);
      field.close();
    }
    new Sustained(sweep).run(lab);
  }

  private static void report(Field<Ran> field, String at) {
    field.tell(at + "enqueued", "jobs/s", ran -> ran.window().enqueued());
    field.report(at + "completed", "jobs/s", ran -> ran.window().completed());
    field.report(at + "due to end, p50", "ms", ran -> ran.window().endToEnd().median());
    field.tell(at + "due to end, p95", "ms", ran -> ran.window().endToEnd().quantile(0.95));
    field.report(at + "due to end, p99", "ms", ran -> ran.window().endToEnd().quantile(0.99));
    field.tell(at + "due to end, max", "ms", ran -> ran.window().endToEnd().most());
    field.tell(at + "commit to start, p50", "ms", ran -> ran.window().pickUp().median());
    field.tell(at + "commit to start, p95", "ms", ran -> ran.window().pickUp().quantile(0.95));
    field.tell(at + "commit to start, p99", "ms", ran -> ran.window().pickUp().quantile(0.99));
    field.tell(at + "commit to start, max", "ms", ran -> ran.window().pickUp().most());
    field.tell(at + "depth at the end", "jobs", Ran::depth);
    field.tell(at + "run twice", "jobs", Ran::repeated);
    field.report(at + "CPU of clients per 1,000", "s", ran -> ran.per1000().client());
    field.report(at + "CPU of server per 1,000", "s", ran -> ran.per1000().server());
    field.report(at + "WAL a job, enqueue and end", "bytes", Ran::walPerJob);
  }

  private Ran turn(Lab lab, Peer peer, int rate) throws Exception {
    int workers = sweep.workers(lab, peer);
    Duration warmUp = Duration.ofSeconds(lab.sized(2, 5));
    Duration measured = Duration.ofSeconds(lab.isLong() ? 60 : lab.sized(4, 20));
    Ledger ledger = Load.ledger(rate, warmUp.plus(measured));
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        AutoCloseable crew = contender.start(workers, Work.none(ledger));
        Load load = Load.start(contender, ledger, rate)) {
      Thread.sleep(warmUp);
      return measure(lab, site, contender, load, ledger, measured);
    } finally {
      lab.server().dropQueues();
    }
  }

  private static Ran measure(
      Lab lab, Site site, Contender contender, Load load, Ledger ledger, Duration time)
      throws Exception {
    try (ServerMeter meter = ServerMeter.start(lab.server(), site)) {
      CpuMeter cpu = lab.startCpuMeter();
      double beside = Turns.besideCpu(contender);
      long before = ledger.done();
      long from = System.nanoTime();
      Thread.sleep(time);
      long to = System.nanoTime();
      String written = meter.here();
      double jobs = Math.max(1, ledger.done() - before);
      CpuMeter.Used used = Turns.plus(lab.stop(cpu), Turns.besideCpu(contender) - beside);
      double depth = contender.unfinished();
      load.close();
      Thread.sleep(lab.sized(500, 2000)); // for those that are under way
      Window window = Window.of(ledger, from, to);
      return new Ran(
          window,
          depth,
          ledger.repeated(),
          used.times(1000 / jobs),
          meter.until(written).bytes() / jobs);
    }
  }
}
