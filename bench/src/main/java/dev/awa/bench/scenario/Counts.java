package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Past;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The counts of a queue with failed and cancelled jobs, up to ten million with {@code --long}:
 * while the counters are trusted, while they are not, and the look at the trust by itself.
 */
public final class Counts implements Scenario {
  private static final int CHUNK = 100_000;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "counts";
  }

  @Override
  public String about() {
    return "counts of a queue over many finished jobs, trusted and not, and the look at the trust";
  }

  /** What is timed. */
  private interface Call {
    void on(Connection tx) throws SQLException;
  }

  @Override
  public void run(Lab lab) throws Exception {
    for (int jobs : List.of(0, lab.isLong() ? 10_000_000 : lab.sized(20_000, 1_000_000))) {
      BenchQueue queue = lab.newQueue();
      Past past = Past.of(queue, 100, 1, 1);
      fill(queue, jobs);
      String over = String.format(Locale.ROOT, " over %,d finished jobs", jobs);
      try (Connection tx = queue.connect()) {
        tx.setAutoCommit(false);
        int calls = lab.sized(20, 50);
        lab.report("the look at the trust" + over, "ms", millis(tx, calls, Counts::look));
        lab.report("counts, trusted" + over, "ms", millis(tx, calls, past::stats));
        lab.report(
            "counts, not trusted" + over,
            "ms",
            millis(tx, Math.max(3, calls / 10), past::statsWithoutTrust));
      }
      lab.server().dropQueues();
    }
  }

  private static void fill(BenchQueue queue, int jobs) throws SQLException {
    try (Connection connection = queue.connect()) {
      long lane =
          BenchQueue.number(
              connection,
              "SELECT min(lane) FROM awa.lanes WHERE queue = '" + SendEmail.QUEUE + "'");
      long first = 1_000_000_000;
      for (int done = 0; done < jobs; done += CHUNK) {
        int count = Math.min(CHUNK, jobs - done);
        BenchQueue.sql(
            connection,
            """
            INSERT INTO awa.finished_jobs (job_id, created_at, lane, run_no, attempt, max_attempts,
                                           state, reason, kind, args, ext)
            SELECT n, clock_timestamp(), %d, 1, 1, 25,
                   CASE WHEN n %% 2 = 0 THEN 'failed' ELSE 'cancelled' END,
                   'broken', 'send_email', '{"to": "somebody"}', '{}'
            FROM generate_series(%d, %d) AS n
            """
                .formatted(lane, first + done, first + done + count - 1));
      }
      BenchQueue.sql(connection, "VACUUM ANALYZE awa.finished_jobs");
    }
  }

  /** Milliseconds of each call; what it writes is rolled back. */
  private static Sample millis(Connection tx, int calls, Call call) throws SQLException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < Past.WARM_UP + calls; i++) {
      long begun = System.nanoTime();
      call.on(tx);
      if (i >= Past.WARM_UP) {
        millis.add((System.nanoTime() - begun) * MILLIS);
      }
      tx.rollback();
    }
    return Sample.of(millis);
  }

  private static void look(Connection tx) throws SQLException {
    BenchQueue.number(
        tx, "SELECT (counters_trusted_at IS NOT NULL)::integer FROM awa.storage_state");
  }
}
