package dev.awa.bench.scenario;

import dev.awa.Job;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.schedule.Declaration;
import dev.awa.schedule.Schedule;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What schedules cost while none is due, and how late they fire. */
final class DailySchedules implements Daily.Part {
  private static final int MANY = 10_000;
  private static final int A_MINUTE = 1_000;
  private static final String LATE =
      "SELECT extract(epoch FROM fired_at - planned_at) * 1000 FROM awa.schedule_fires";

  @Override
  public void run(Lab lab) throws Exception {
    idle(lab, "no schedule", lab.newQueue());
    BenchQueue queue = lab.newQueue();
    long begun = System.nanoTime();
    declare(queue, MANY, i -> "%d %d 1 1 *".formatted(i % 60, i / 60 % 24));
    lab.report("declare 10,000 schedules", "s", EndToEnd.seconds(begun));
    begun = System.nanoTime();
    declare(queue, MANY, i -> "%d %d 1 1 *".formatted(i % 60, i / 60 % 24));
    lab.report("declare 10,000 schedules that are there", "s", EndToEnd.seconds(begun));
    idle(lab, "10,000 schedules", queue);
    lateness(lab, "1,000 a minute, at one second", i -> "0 * * * * *");
    lateness(lab, "1,000 a minute, spread", i -> i % 60 + " * * * * *");
  }

  private static void declare(BenchQueue queue, int count, IntFunction<String> cron) {
    Job<?> job = SendEmail.job(0);
    List<Schedule> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(Schedule.cron("schedule " + i, cron.apply(i), job));
    }
    queue.awa().schedules().declare(Declaration.of("bench", "1", all));
  }

  private static Worker worker(BenchQueue queue) {
    return Worker.of(queue.dataSource())
        .queue(SendEmail.QUEUE, 50)
        .task(SendEmail.class, (email, context) -> {})
        .start();
  }

  private static void idle(Lab lab, String with, BenchQueue queue) throws Exception {
    try (Worker worker = worker(queue)) {
      Thread.sleep(Duration.ofSeconds(lab.sized(5, 10))); // the new leader looks at all of them
      CpuMeter cpu = lab.startCpuMeter();
      long begun = System.nanoTime();
      Thread.sleep(Duration.ofSeconds(lab.sized(10, 60)));
      CpuMeter.Used share = lab.stop(cpu).times(100 / EndToEnd.seconds(begun));
      lab.report(
          "server, " + with + ", idle", "% of a core", Sample.of(share.server()), Target.atMost(1));
      lab.report("worker, " + with + ", idle", "% of a core", share.client());
      lab.say(with + ": " + worker.running() + " running");
    }
  }

  /** Of the enqueue after the planned time: the server is on this machine, the clocks are one. */
  private static void lateness(Lab lab, String how, IntFunction<String> cron) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Worker worker = worker(queue)) {
      Thread.sleep(Duration.ofSeconds(2));
      declare(queue, A_MINUTE, cron);
      Thread.sleep(Duration.ofSeconds(lab.sized(65, 245)));
      lab.say(how + ": " + worker.running() + " running");
    }
    Sample late = late(queue);
    lab.report(how + ", fires", "", late.values().length);
    lab.report(how + ", enqueued after planned, p50", "ms", late.median());
    lab.report(how + ", enqueued after planned, p99", "ms", late.quantile(0.99));
    lab.report(how + ", enqueued after planned, max", "ms", late.most());
  }

  private static Sample late(BenchQueue queue) throws SQLException {
    List<Double> millis = new ArrayList<>();
    try (Connection connection = queue.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(LATE)) {
      while (row.next()) {
        millis.add(row.getDouble(1));
      }
    }
    return Sample.of(millis);
  }
}
