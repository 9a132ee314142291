package dev.awa.bench.scenario;

import dev.awa.Outcome;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.WalMeter;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** What a worker writes in a minute in which nothing happens, while failures are kept. */
public final class QuietWal implements Scenario {
  private static final int FAILURES = 1_000;
  private static final double MINUTE = 60;

  @Override
  public String name() {
    return "quiet-wal";
  }

  @Override
  public String about() {
    return "WAL of a minute with an idle worker and 1,000 failures that are kept";
  }

  @Override
  public void run(Lab lab) throws Exception {
    List<Double> nobody = new ArrayList<>();
    List<Double> idle = new ArrayList<>();
    List<Double> images = new ArrayList<>();
    for (int round = 0; round < lab.rounds(); round++) {
      round(lab, nobody, idle, images);
    }
    lab.report("without a worker", "B/min", Sample.of(nobody));
    lab.report("idle worker, 1,000 failures kept", "B/min", Sample.of(idle));
    lab.report("once after each checkpoint, page images", "B", Sample.of(images));
  }

  private static void round(Lab lab, List<Double> nobody, List<Double> idle, List<Double> images)
      throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection meter = queue.connect();
        Connection connection = queue.connect()) {
      double window = lab.sized(10, 60);
      lab.server().checkpoint();
      nobody.add(written(meter, connection, window).bytes() * MINUTE / window);
      try (Worker worker =
          Worker.of(queue.dataSource())
              .queue(SendEmail.QUEUE)
              .handler(SendEmail.class, (email, context) -> Outcome.fail("no such address"))
              .start()) {
        queue.copy(connection, 0, FAILURES);
        queue.awaitClosed(FAILURES);
        lab.server().checkpoint();
        double settling = lab.sized(10, 70); // until it polls as rarely as it does
        images.add((double) written(meter, connection, settling).imageBytes());
        WalMeter.Written written = written(meter, connection, window);
        idle.add(written.bytes() * MINUTE / window);
        lab.say("idle worker, running " + worker.running() + ", bytes by type", written.byType());
      }
      long kept =
          BenchQueue.number(
              connection,
              "SELECT (SELECT count(*) FROM awa.dlq_entries)"
                  + " + (SELECT count(*) FROM awa.terminal_jobs)");
      if (kept != FAILURES) {
        throw new IllegalStateException("quiet-wal: " + kept + " failures are kept");
      }
    }
  }

  private static WalMeter.Written written(Connection meter, Connection working, double seconds)
      throws Exception {
    WalMeter wal = WalMeter.start(meter, working);
    Thread.sleep((long) (seconds * 1000));
    return wal.stop();
  }
}
