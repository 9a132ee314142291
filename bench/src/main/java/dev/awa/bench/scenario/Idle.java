package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a worker costs the server while nothing is there to do, in queues that were used. */
public final class Idle implements Scenario {
  private static final List<Integer> QUEUES = List.of(1, 1000);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration DEEP = Duration.ofSeconds(62);

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String about() {
    return "CPU of the server while a worker of 1 and of 1000 queues has nothing to do";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Duration window = Duration.ofSeconds(lab.sized(5, 20));
    nobody(lab, window);
    for (int count : QUEUES) {
      measure(lab, count, window);
    }
  }

  private static void nobody(Lab lab, Duration window) throws Exception {
    lab.report("server without a worker", "% of a core", share(lab, window).server());
  }

  private static void measure(Lab lab, int count, Duration window) throws Exception {
    BenchQueue queue = lab.newQueue();
    List<String> names = names(count);
    queue.awa().enqueueAll(names.stream().map(name -> SendEmail.job(0).withQueue(name)).toList());
    Worker.Builder builder =
        Worker.of(queue.dataSource()).task(SendEmail.class, (email, context) -> {});
    names.forEach(builder::queue);
    try (Worker worker = builder.start()) {
      queue.awaitClosed(count);
      long idle = System.nanoTime();
      waitUntil(idle, FIRST);
      String queues = String.format("%,d queue%s", count, count == 1 ? "" : "s");
      report(lab, queues + ", idle for " + FIRST.toSeconds() + " s", window);
      if (!lab.isShort()) {
        waitUntil(idle, DEEP);
        report(lab, queues + ", idle for " + DEEP.toSeconds() + " s", window);
      }
      lab.say(queues + ": " + worker.running() + " running, hearing: " + worker.isHearing());
    }
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add("queue " + i);
    }
    return names;
  }

  private static void waitUntil(long begun, Duration after) throws InterruptedException {
    long left = begun + after.toNanos() - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  private static void report(Lab lab, String when, Duration window) throws Exception {
    CpuMeter.Used share = share(lab, window);
    lab.report("server, " + when, "% of a core", Sample.of(share.server()), Target.atMost(1));
    lab.report("client, " + when, "% of a core", share.client());
    lab.say("% of a core, " + when, share.processes());
  }

  /** CPU in percent of a core. */
  private static CpuMeter.Used share(Lab lab, Duration window)
      throws SQLException, InterruptedException {
    CpuMeter cpu = lab.startCpuMeter();
    long begun = System.nanoTime();
    Thread.sleep(window);
    double percent = 100 / EndToEnd.seconds(begun);
    return lab.stop(cpu).times(percent);
  }
}
