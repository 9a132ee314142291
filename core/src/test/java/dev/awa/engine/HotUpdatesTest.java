package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.DailyWork;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Counters are updated in place: no index has a column that an update changes, so the new version
 * lies on the page of the old one, no entry of an index is written, and the page cleans itself.
 */
final class HotUpdatesTest {
  private static final List<String> COUNTERS =
      List.of(
          "closure_sums",
          "state_counts",
          "state_tally",
          "lane_counts",
          "lane_tallies",
          "lane_checkpoints");
  private static final int ROUNDS = 20;

  private final TestQueue queue = TestQueue.create();

  @Test
  void everyUpdateOfACounterIsHot() throws SQLException {
    TestRing ring = new TestRing(queue);
    DailyWork work = new DailyWork(queue);
    try (Connection leader = queue.connect()) {
      for (int i = 0; i < ROUNDS; i++) {
        queue.awa().enqueue(TestQueue.job("q", i).withDelay(Duration.ofHours(1)));
        queue.enqueue("q", 2);
        count(leader, ring.lead());
        work.complete("q");
        if (i == ROUNDS / 2) {
          queue.sql("VACUUM " + String.join(", ", COUNTERS.stream().map(c -> "awa." + c).toList()));
        }
        if (i % 2 == 1) {
          ring.rotate();
          queue.sql("UPDATE awa.beats SET announced_epoch = ?", Long.MAX_VALUE); // holds nothing
          assertThat(ring.prune(Duration.ofSeconds(1))).isEqualTo(Ring.Emptying.PRUNED);
        }
      }
      TestQueue.texts(leader, "SELECT pg_stat_force_next_flush()");
      for (String counter : COUNTERS) {
        assertThat(updates(leader, counter, "n_tup_upd")).as(counter).isGreaterThan(ROUNDS / 4);
        assertThat(updates(leader, counter, "n_tup_hot_upd"))
            .as("HOT updates of %s", counter)
            .isEqualTo(updates(leader, counter, "n_tup_upd"));
      }
    }
  }

  private void count(Connection tx, Lead lead) throws SQLException {
    Engine engine = queue.engine();
    engine.queues().countWaiting(tx, lead, 0, 100, 0);
    for (Ring.Generation generation : engine.ring().generations(tx)) {
      engine.closureLog().tally(tx, lead, generation, 0, 1, 1000);
    }
    engine.closureLog().tallyStates(tx, lead, 1, 1000);
  }

  private static long updates(Connection tx, String table, String column) throws SQLException {
    return TestQueue.number(
        tx,
        "SELECT "
            + column
            + " FROM pg_stat_user_tables WHERE schemaname = 'awa' AND relname = '"
            + table
            + "'");
  }
}
