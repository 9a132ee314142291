package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Hand;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.bench.measure.WalMeter;
import dev.awa.bench.measure.WalMeter.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many bytes and records of WAL a job costs. */
public final class Wal implements Scenario {
  private static final int CLAIM = 500;
  private static final Target ENQUEUE = Target.atMost(310);
  private static final Target FINISH = Target.atMost(15);

  @Override
  public String name() {
    return "wal";
  }

  @Override
  public String about() {
    return "WAL bytes and records a job: enqueue by COPY, claim and completion, and single jobs";
  }

  /** Something that writes WAL. */
  private interface Work {
    void run() throws SQLException;
  }

  @Override
  public void run(Lab lab) throws SQLException {
    Map<String, List<Written>> measured = new LinkedHashMap<>();
    int jobs = lab.sized(10_000, 100_000);
    int singles = lab.sized(200, 1_000);
    for (int round = 0; round < lab.rounds(); round++) {
      BenchQueue queue = lab.newQueue();
      try (Connection connection = queue.connect();
          Connection meter = queue.connect()) {
        new Round(lab, queue, connection, meter, measured).run(jobs, singles);
      }
    }
    reportBatches(lab, measured, jobs);
    reportSingles(lab, measured, singles);
    measured.forEach((what, rounds) -> sayTypes(lab, what, rounds.getLast()));
  }

  /** One round, in a database of its own. */
  private record Round(
      Lab lab,
      BenchQueue queue,
      Connection connection,
      Connection meter,
      Map<String, List<Written>> measured) {

    void run(int jobs, int singles) throws SQLException {
      Hand hand = Hand.of(queue, connection);
      queue.copy(connection, 0, 5_000);
      hand.drain(CLAIM);
      measure("enqueue", () -> queue.copy(connection, 0, jobs));
      measure("finish", () -> hand.drain(CLAIM));
      lab.server().checkpoint();
      measure("enqueue after a checkpoint", () -> queue.copy(connection, 0, jobs));
      lab.server().checkpoint();
      measure("finish after a checkpoint", () -> hand.drain(CLAIM));
      measure("enqueue one", () -> enqueue(singles));
      measure("finish one", () -> hand.drain(1));
    }

    private void enqueue(int singles) {
      for (int i = 0; i < singles; i++) {
        queue.awa().enqueue(connection, SendEmail.job(i));
      }
    }

    private void measure(String what, Work work) throws SQLException {
      WalMeter wal = WalMeter.start(meter, connection);
      work.run();
      measured.computeIfAbsent(what, key -> new ArrayList<>()).add(wal.stop());
    }
  }

  private static void reportBatches(Lab lab, Map<String, List<Written>> measured, int jobs) {
    lab.report(
        "COPY of 1000, without images", "B/job", perJob(measured, "enqueue", jobs, false), ENQUEUE);
    lab.report("COPY of 1000", "records/job", records(measured, "enqueue", jobs));
    lab.report("claim + completion of 500", "records/job", records(measured, "finish", jobs));
    lab.report("COPY of 1000, with images", "B/job", perJob(measured, "enqueue", jobs, true));
    lab.report(
        "COPY after a checkpoint, with images",
        "B/job",
        perJob(measured, "enqueue after a checkpoint", jobs, true));
    lab.report(
        "claim + completion of 500, without images",
        "B/job",
        perJob(measured, "finish", jobs, false),
        FINISH);
    lab.report(
        "claim + completion of 500, with images", "B/job", perJob(measured, "finish", jobs, true));
    lab.report(
        "claim + completion after a checkpoint, without images",
        "B/job",
        perJob(measured, "finish after a checkpoint", jobs, false));
    lab.report(
        "claim + completion after a checkpoint, with images",
        "B/job",
        perJob(measured, "finish after a checkpoint", jobs, true));
  }

  private static void reportSingles(Lab lab, Map<String, List<Written>> measured, int jobs) {
    lab.report(
        "single enqueue, without images", "B/job", perJob(measured, "enqueue one", jobs, false));
    lab.report("single enqueue", "records/job", records(measured, "enqueue one", jobs));
    lab.report("single claim + completion", "records/job", records(measured, "finish one", jobs));
    lab.report("single enqueue", "flushes/job", flushes(measured, "enqueue one", jobs));
    lab.report(
        "single claim + completion, without images",
        "B/job",
        perJob(measured, "finish one", jobs, false));
    lab.report("single claim + completion", "flushes/job", flushes(measured, "finish one", jobs));
  }

  private static Sample perJob(
      Map<String, List<Written>> measured, String what, int jobs, boolean images) {
    return Sample.of(
        measured.getOrDefault(what, List.of()).stream()
            .map(written -> (double) (images ? written.bytes() : written.withoutImages()) / jobs)
            .toList());
  }

  private static Sample records(Map<String, List<Written>> measured, String what, int jobs) {
    return Sample.of(
        measured.getOrDefault(what, List.of()).stream()
            .map(written -> (double) written.records() / jobs)
            .toList());
  }

  private static Sample flushes(Map<String, List<Written>> measured, String what, int jobs) {
    return Sample.of(
        measured.getOrDefault(what, List.of()).stream()
            .map(written -> (double) written.flushes() / jobs)
            .toList());
  }

  private static void sayTypes(Lab lab, String what, Written written) {
    Map<String, String> largest = new LinkedHashMap<>();
    written.byType().entrySet().stream()
        .limit(8)
        .forEach(type ->
            largest.put(
                type.getKey(),
                String.format(
                    Locale.ROOT,
                    "%,12d B %5.1f %%",
                    type.getValue(),
                    100.0 * type.getValue() / Math.max(1, written.bytes()))));
    lab.say(what + ", last round, by type of record, images included", largest);
  }
}
