package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.WalMeter;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the time and the bytes go, of a drain and of a steady rate, beside what this machine and
 * this server can do at all.
 */
public final class Profile implements Scenario {
  private static final int CONCURRENCY = 2_000;
  private static final int RATE = 5_000;
  private static final int TICK = RATE / 100;
  private static final double PER = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public String about() {
    return "parts of the client's CPU, the server's CPU and the WAL, drain and 5,000/s; limits";
  }

  /** What is profiled; answers how many jobs it was. */
  private interface Run {
    long run(BenchQueue queue, Connection producer, AtomicLong handled) throws Exception;
  }

  @Override
  public void run(Lab lab) throws Exception {
    PhysicalLimits.report(lab);
    int jobs = lab.sized(100_000, 1_000_000);
    profile(lab, "drain: ", jobs, (queue, producer, handled) -> drain(handled, jobs));
    profile(
        lab, "5,000/s: ", 0, (queue, producer, handled) -> steady(lab, queue, producer, handled));
  }

  private static long drain(AtomicLong handled, int jobs) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (handled.get() < jobs) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("profile: " + handled + " of " + jobs + " jobs ran");
      }
      Thread.sleep(1);
    }
    return jobs;
  }

  private static long steady(Lab lab, BenchQueue queue, Connection producer, AtomicLong handled)
      throws InterruptedException {
    long end = (long) RATE * lab.sized(8, 60);
    long begun = System.nanoTime();
    for (long n = 0; n < end; n += TICK) {
      long due = begun + n * 1_000_000_000L / RATE;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      queue.awa().enqueueAll(producer, SendEmail.jobs(n, TICK));
    }
    return drain(handled, (int) end);
  }

  /** Warms up on the same queue before it looks. */
  private static void profile(Lab lab, String of, int waiting, Run run) throws Exception {
    BenchQueue queue = lab.newQueue();
    AtomicLong handled = new AtomicLong();
    try (Connection meter = queue.connect();
        Connection working = queue.connect()) {
      try (Worker warm = worker(queue, handled)) {
        queue.copy(working, 0, lab.sized(5_000, 50_000));
        drain(handled, lab.sized(5_000, 50_000));
        lab.say(of + "warm, " + warm.running() + " running");
      }
      handled.set(0);
      queue.copy(working, 0, waiting);
      lab.server().checkpoint();
      WalMeter wal = WalMeter.start(meter, working);
      CpuMeter cpu = lab.startCpuMeter();
      ClientProfile client = ClientProfile.start();
      long begun = System.nanoTime();
      try (Worker worker = worker(queue, handled)) {
        long jobs = run.run(queue, working, handled);
        double seconds = EndToEnd.seconds(begun);
        ClientProfile.Profiled parts = client.stop(lab, of);
        CpuMeter.Used used = lab.stop(cpu);
        lab.say(of + worker.running() + " running at the end");
        lab.report(of + "jobs", "jobs/s", jobs / seconds);
        report(lab, of, used.times(PER / jobs), parts, wal.stop(), jobs);
      }
    }
  }

  private static Worker worker(BenchQueue queue, AtomicLong handled) {
    return Worker.of(queue.dataSource())
        .queue(SendEmail.QUEUE, CONCURRENCY)
        .task(SendEmail.class, (email, context) -> handled.incrementAndGet())
        .start();
  }

  private static void report(
      Lab lab,
      String of,
      CpuMeter.Used used,
      ClientProfile.Profiled client,
      WalMeter.Written written,
      long jobs) {
    lab.report(of + "CPU of client per 1,000", "s", used.client());
    lab.report(of + "samples of the client", "samples", client.samples());
    client
        .parts()
        .forEach((part, share) -> lab.report(of + "client, " + part, "% of samples", share));
    lab.report(of + "CPU of server per 1,000", "s", used.server());
    // the load has the session "main"
    kinds(used.processes())
        .forEach(
            (kind, seconds) -> lab.report(of + "server, " + kind + " per 1,000", "s", seconds));
    lab.report(of + "WAL a job", "B", (double) written.bytes() / jobs);
    written.byType().entrySet().stream()
        .limit(8)
        .forEach(type ->
            lab.report(of + "WAL a job, " + type.getKey(), "B", (double) type.getValue() / jobs));
  }

  /** Sessions are named after the threads that opened them: those of a worker by its name. */
  private static Map<String, Double> kinds(Map<String, Double> processes) {
    Map<String, Double> kinds = new LinkedHashMap<>();
    processes.forEach(
        (name, seconds) -> kinds.merge(name.replaceFirst("^\\d+@\\S+ ", ""), seconds, Double::sum));
    return kinds;
  }
}
