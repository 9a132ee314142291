package dev.awa.bench.scenario;

import dev.awa.Outcome;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.WalMeter;
import dev.awa.bench.measure.WalMeter.Written;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is written in a minute in which nothing happens, while failures are kept: without a worker,
 * and with one that is idle. What the server owes after a load (vacuum, statistics, hint bits,
 * images after a checkpoint) is done before, and the WAL has stood still, so that it is not taken
 * for the queue's.
 */
public final class QuietWal implements Scenario {
  private static final int FAILURES = 1_000;
  private static final double MINUTE = 60;
  private static final double LOOK = 1;
  private static final int LONGEST = 120;

  @Override
  public String name() {
    return "quiet-wal";
  }

  @Override
  public String about() {
    return "WAL of a quiet minute with 1,000 failures kept: no worker, an idle worker; by type";
  }

  /** What is measured in a round. */
  private record Quiet(Written nobody, Written images, Written idle) {}

  @Override
  public void run(Lab lab) throws Exception {
    double window = lab.sized(10, 60);
    List<Quiet> rounds = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      rounds.add(round(lab, window));
      lab.server().dropQueues();
    }
    double perMinute = MINUTE / window;
    lab.report(
        "no worker, 1,000 failures kept",
        "B/min",
        Sample.of(rounds.stream().map(one -> one.nobody().bytes() * perMinute).toList()));
    lab.report(
        "idle worker, 1,000 failures kept",
        "B/min",
        Sample.of(rounds.stream().map(one -> one.idle().bytes() * perMinute).toList()));
    reportTypes(lab, rounds.getLast().idle(), perMinute);
    lab.report(
        "once after a checkpoint, page images",
        "B",
        Sample.of(rounds.stream().map(one -> (double) one.images().imageBytes()).toList()));
    sayTypes(lab, "no worker", rounds.getLast().nobody());
    sayTypes(lab, "settling of the worker, after a checkpoint", rounds.getLast().images());
    sayTypes(lab, "idle worker", rounds.getLast().idle());
  }

  private static Quiet round(Lab lab, double window) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection meter = queue.connect();
        Connection connection = queue.connect()) {
      try (Worker worker = worker(queue)) {
        queue.copy(connection, 0, FAILURES);
        queue.awaitClosed(FAILURES);
        lab.say("1,000 failures closed, " + worker.running() + " running");
      }
      // The extension of the meter is made here, and not in the window.
      written(meter, connection, 0);
      BenchQueue.sql(connection, "VACUUM (ANALYZE)");
      lab.server().checkpoint();
      awaitStill(lab, meter, connection);
      Written nobody = written(meter, connection, window);
      Written images;
      Written idle;
      try (Worker worker = worker(queue)) {
        lab.server().checkpoint();
        images = written(meter, connection, lab.sized(10, 70)); // until it polls rarely
        idle = written(meter, connection, window);
        if (worker.running() != 0) {
          throw new IllegalStateException("quiet-wal: the worker is not idle");
        }
      }
      check(connection);
      return new Quiet(nobody, images, idle);
    }
  }

  private static Worker worker(BenchQueue queue) {
    return Worker.of(queue.dataSource())
        .queue(SendEmail.QUEUE)
        .handler(SendEmail.class, (email, context) -> Outcome.fail("no such address"))
        .start();
  }

  /** Returns when next to nothing was written for some seconds. */
  private static void awaitStill(Lab lab, Connection meter, Connection working) throws Exception {
    int wanted = lab.sized(3, 10);
    int still = 0;
    for (int second = 0; still < wanted; second++) {
      if (second > LONGEST) {
        throw new IllegalStateException(
            "quiet-wal: without a worker the WAL does not stand still: "
                + written(meter, working, LOOK).byType());
      }
      still = written(meter, working, LOOK).bytes() < 1_000 ? still + 1 : 0;
    }
  }

  private static void check(Connection connection) throws Exception {
    long kept =
        BenchQueue.number(
            connection,
            "SELECT (SELECT count(*) FROM awa.dead_letters)"
                + " + (SELECT count(*) FROM awa.finished_jobs)");
    if (kept != FAILURES) {
      throw new IllegalStateException("quiet-wal: " + kept + " failures are kept");
    }
  }

  private static Written written(Connection meter, Connection working, double seconds)
      throws Exception {
    WalMeter wal = WalMeter.start(meter, working);
    Thread.sleep((long) (seconds * 1000));
    return wal.stop();
  }

  private static void reportTypes(Lab lab, Written written, double perMinute) {
    written.byType().entrySet().stream()
        .limit(6)
        .forEach(type ->
            lab.report("idle worker, " + type.getKey(), "B/min", type.getValue() * perMinute));
  }

  private static void sayTypes(Lab lab, String what, Written written) {
    Map<String, String> types = new LinkedHashMap<>();
    written
        .byType()
        .forEach((type, bytes) -> types.put(type, String.format(Locale.ROOT, "%,9d B", bytes)));
    lab.say(what + ", last round, by type of record, images included", types);
  }
}
