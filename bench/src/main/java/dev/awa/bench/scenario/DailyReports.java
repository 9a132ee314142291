package dev.awa.bench.scenario;

import dev.awa.JobProgress;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Hand;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.engine.Claimed;
import dev.awa.engine.Report;
import dev.awa.engine.Ring.Emptying;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long a segment takes to be emptied in which jobs that run on have told how far they are. */
final class DailyReports implements Daily.Part {
  private static final int RUNS = 1000;

  /** Which hold reports, between the one that is carried first and the newest. */
  private static final int SEGMENTS = 14;

  @Override
  public void run(Lab lab) throws Exception {
    prune(lab, "without reports", false);
    prune(lab, "with a report of each of 1,000 open runs", true);
  }

  private static void prune(Lab lab, String what, boolean reports) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection connection = queue.connect()) {
      BenchQueue.sql(
          connection, "UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
      Hand busy = Hand.of(queue, connection);
      queue.copy(connection, 0, RUNS);
      List<Claimed> open = new ArrayList<>();
      for (Claimed some = busy.claim(500); some.runs() > 0; some = busy.claim(500)) {
        open.add(some);
      }
      busy.rotate();
      require(busy.carry(), Emptying.CARRIED);
      for (int segment = 0; segment < SEGMENTS; segment++) {
        if (reports) {
          report(busy, open, segment + 1);
        }
        queue.copy(connection, RUNS, 10);
        busy.complete(busy.claim(500));
        busy.rotate();
      }
      double[] millis = new double[SEGMENTS];
      for (int segment = 0; segment < SEGMENTS; segment++) {
        busy.letGo();
        String drained = busy.drained();
        long begun = System.nanoTime();
        require(busy.prune(drained), Emptying.PRUNED);
        millis[segment] = EndToEnd.seconds(begun) * 1000;
      }
      lab.report("prune of a segment " + what, "ms", Sample.of(millis));
    }
  }

  private static void require(Emptying is, Emptying wanted) {
    if (is != wanted) {
      throw new IllegalStateException("the segment is " + is + ", not " + wanted);
    }
  }

  private static void report(Hand busy, List<Claimed> open, int seq) throws SQLException {
    Report report =
        new Report(
            seq,
            new JobProgress(seq, "row " + seq, Instant.EPOCH),
            new Report.Checkpoint("{\"row\": " + seq + "}"),
            List.of());
    for (Claimed some : open) {
      busy.report(some, report);
    }
  }
}
