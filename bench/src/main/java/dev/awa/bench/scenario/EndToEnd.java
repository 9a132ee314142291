package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs a second through the whole of it: one producer, one worker with a handler that does nothing,
 * the server, all on the cores of this machine. Beside it, round by round, {@link BarePipeline}.
 */
public final class EndToEnd implements Scenario {
  private static final int CONCURRENCY = 2000;
  private static final List<Integer> OTHERS = List.of(50, 500, 10_000);
  private static final int WARM_UP = 10_000;
  private static final double PER = 100_000;

  @Override
  public String name() {
    return "end-to-end";
  }

  @Override
  public String about() {
    return "jobs a second from COPY, or batches, to completion; beside a bare pipeline of such"
        + " rows";
  }

  /** How jobs come. */
  private interface Way {
    void enqueue(BenchQueue queue, Connection producer, long from, long count) throws SQLException;
  }

  /** What one run of some jobs took. */
  record Run(double jobsPerSecond, CpuMeter.Used used) {}

  @Override
  public void run(Lab lab) throws Exception {
    int jobs = lab.sized(20_000, 200_000);
    List<Run> awa = new ArrayList<>();
    List<Run> bare = new ArrayList<>();
    List<Run> batches = new ArrayList<>();
    awa(lab, jobs / 2, CONCURRENCY); // warms this JVM up
    BarePipeline.run(lab, jobs / 2);
    for (int round = 0; round < lab.rounds(); round++) {
      Run first = round % 2 == 0 ? awa(lab, jobs, CONCURRENCY) : BarePipeline.run(lab, jobs);
      Run second = round % 2 == 0 ? BarePipeline.run(lab, jobs) : awa(lab, jobs, CONCURRENCY);
      awa.add(round % 2 == 0 ? first : second);
      bare.add(round % 2 == 0 ? second : first);
      batches.add(awa(lab, jobs, CONCURRENCY, "batches", BenchQueue::batch));
    }
    lab.report("awa, batches of 1000, concurrency " + CONCURRENCY, "jobs/s", speed(batches));
    lab.report("awa, batches / COPY", "", speed(batches).over(speed(awa)));
    report(lab, jobs, awa, bare);
    for (int concurrency : OTHERS) {
      lab.report(
          "awa, concurrency " + concurrency, "jobs/s", awa(lab, jobs, concurrency).jobsPerSecond());
    }
  }

  private static void report(Lab lab, int jobs, List<Run> awa, List<Run> bare) {
    lab.report("awa, concurrency " + CONCURRENCY, "jobs/s", speed(awa), Target.atLeast(40_000));
    lab.report("bare pipeline", "jobs/s", speed(bare));
    lab.report("awa / bare", "", speed(awa).over(speed(bare)), Target.atLeast(0.5));
    cpu(lab, "awa", jobs, awa);
    cpu(lab, "bare", jobs, bare);
  }

  private static void cpu(Lab lab, String what, int jobs, List<Run> runs) {
    double scale = PER / jobs;
    lab.report(
        what + ", CPU of the client per 100,000",
        "s",
        Sample.of(runs.stream().map(run -> run.used().client() * scale).toList()));
    lab.report(
        what + ", CPU of the server per 100,000",
        "s",
        Sample.of(runs.stream().map(run -> run.used().server() * scale).toList()));
    CpuMeter.Used last = runs.getLast().used();
    lab.say(what + ", last round, CPU seconds of " + jobs + " by server process", last.processes());
    lab.say(what + ", last round, CPU seconds of " + jobs + " by client thread", last.threads());
  }

  private static Sample speed(List<Run> runs) {
    return Sample.of(runs.stream().map(Run::jobsPerSecond).toList());
  }

  private static Run awa(Lab lab, int jobs, int concurrency) throws Exception {
    return awa(lab, jobs, concurrency, "COPY", BenchQueue::copy);
  }

  private static Run awa(Lab lab, int jobs, int concurrency, String by, Way way) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Worker worker =
            Worker.of(queue.dataSource())
                .queue(SendEmail.QUEUE, concurrency)
                .task(SendEmail.class, (email, context) -> {})
                .start();
        Connection producer = queue.connect()) {
      queue.copy(producer, 0, WARM_UP);
      queue.awaitClosed(WARM_UP);
      lab.server().checkpoint();
      CpuMeter cpu = lab.startCpuMeter();
      long begun = System.nanoTime();
      way.enqueue(queue, producer, WARM_UP, jobs);
      double produced = seconds(begun);
      queue.awaitClosed((long) WARM_UP + jobs);
      double took = seconds(begun);
      lab.say(
          String.format(
              "awa by %s, concurrency %d: %,.0f jobs/s (enqueued at %,.0f/s; %d running at the"
                  + " end)",
              by, concurrency, jobs / took, jobs / produced, worker.running()));
      return new Run(jobs / took, lab.stop(cpu));
    }
  }

  static double seconds(long begun) {
    return (System.nanoTime() - begun) * 1e-9;
  }
}
