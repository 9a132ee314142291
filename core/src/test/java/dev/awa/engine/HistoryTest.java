package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.support.History;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a statement reads follows the work, not the history: in a warm session each one touches
 * about as many blocks, and as many rows and entries of indexes, over much history as over little,
 * whether the partitions were analyzed or not. {@code bin/bench history} measures the same, in
 * milliseconds.
 */
final class HistoryTest {
  private static final int LITTLE = 2_000;
  private static final int MUCH = 20_000;
  private static final int SEGMENTS = 4;
  private static final int WARM_UP = 6;
  private static final double GROWS = 1.5;

  /** They find what became of some jobs by halving the numbers of claims: the logarithm grows. */
  private static final Set<String> HALVING = Set.of("find", "list a queue", "delete a job");

  private static final double HALVING_GROWS = 2.5;

  /** They look for an id in a range of blocks, and a small log has less than one range. */
  private static final Set<String> BY_RANGE =
      Set.of("find", "list the newest", "edit a waiting job", "delete a job");

  private static final long RANGE = 1_000; // rows, at most, in so many blocks
  private static final long FEW = 30; // an index that is a level higher; a range not summarized

  private final Map<String, Step> steps = new LinkedHashMap<>();

  /** One statement of the engine, over some history. */
  private interface Step {
    void on(Past past, Connection tx) throws SQLException;
  }

  /** A queue with a history, five open runs and some that wait. */
  private record Past(TestQueue queue, long worker, Lead lead, Claimed open, long oldestJob) {
    static Past of(int jobs, int size, boolean analyzed) throws SQLException, IOException {
      TestQueue queue = TestQueue.create();
      long worker = queue.worker();
      queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
      try (Connection connection = queue.connect()) {
        Engine engine = queue.engine();
        Lead lead =
            engine.leadership().lead(connection, worker, Duration.ofHours(1)).mine().orElseThrow();
        History history = History.of(connection, "q", worker);
        for (int i = 0; i < SEGMENTS; i++) {
          history.add(jobs / SEGMENTS / size, size);
          engine.ring().rotate(connection, lead);
          engine.ring().publishHead(connection);
        }
        engine.readyLog().summarize(connection);
        long oldest = TestQueue.number(connection, "SELECT min(job_id) FROM awa.ready_entries");
        for (Ring.Generation generation : engine.ring().generations(connection)) {
          engine.closureLog().tally(connection, lead, generation, 0, 1, 1_000_000);
        }
        queue.enqueue("q", 5);
        Claimed open = queue.claim(worker, "q", 5);
        queue.enqueue("q", 20);
        engine
            .workers()
            .beat(connection, worker, new Workers.Announcement(Long.MAX_VALUE, List.of()));
        if (analyzed) {
          TestQueue.sql(connection, "ANALYZE");
        }
        return new Past(queue, worker, lead, open, oldest);
      }
    }

    Engine engine() {
      return queue.engine();
    }

    long newestJob(Connection tx) throws SQLException {
      return TestQueue.number(tx, "SELECT pg_sequence_last_value('awa.job_id_seq')");
    }

    Flush flush() {
      return new Flush(
          worker, TestQueue.nonce(), TestQueue.ended(open, TestQueue.completed()).subList(0, 1));
    }

    Ring.Generation oldest(Connection tx) throws SQLException {
      return engine().ring().generations(tx).get(1);
    }

    Reads reads(Connection tx, Step step) throws SQLException {
      Reads before = Reads.soFar(tx);
      step.on(this, tx);
      tx.rollback();
      return Reads.soFar(tx).since(before);
    }
  }

  /** What a session has touched: blocks of tables and indexes, and rows and entries in them. */
  private record Reads(long blocks, long rows) {
    static Reads soFar(Connection tx) throws SQLException {
      TestQueue.texts(tx, "SELECT pg_stat_force_next_flush()");
      tx.rollback();
      long blocks =
          TestQueue.number(
              tx,
              """
              SELECT sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit + idx_blks_read, 0))
              FROM pg_statio_user_tables WHERE schemaname = 'awa'
              """);
      long rows =
          TestQueue.number(
              tx,
              """
              SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = 'awa')
                     + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes
                        WHERE schemaname = 'awa')
              """);
      tx.rollback();
      return new Reads(blocks, rows);
    }

    Reads since(Reads before) {
      return new Reads(blocks - before.blocks, rows - before.rows);
    }

    /** Whether these, over much history, are many more than those over little. */
    boolean exceed(Reads little, double growth, long few) {
      return blocks > Math.round(little.blocks * growth) + FEW
          || rows > Math.round(little.rows * growth) + few;
    }
  }

  private void statements() {
    steps.put("poll", (past, tx) -> past.engine().claimLog().poll(tx, List.of("q")));
    steps.put(
        "claim",
        (past, tx) ->
            assertThat(
                    past.engine()
                        .claimLog()
                        .claim(tx, TestQueue.request(past.worker, "q", 1))
                        .runs())
                .isEqualTo(1));
    steps.put("flush", (past, tx) -> past.engine().closureLog().flush(tx, past.flush()));
    steps.put("settle a flush", (past, tx) -> past.engine().closureLog().settle(tx, past.flush()));
    steps.put(
        "settle a claim",
        (past, tx) -> past.engine().claimLog().settle(tx, TestQueue.request(past.worker, "q", 1)));
    steps.put("open runs", HistoryTest::openRuns);
    steps.put("find", (past, tx) -> past.engine().jobs().find(tx, past.oldestJob));
    steps.put("list the newest", (past, tx) -> past.engine().jobs().list(tx, JobFilter.newest(20)));
    steps.put(
        "list a queue",
        (past, tx) ->
            past.engine()
                .jobs()
                .list(tx, JobFilter.newest(20).withState(JobState.RUNNING).withQueue("q")));
    steps.put(
        "running",
        (past, tx) -> past.engine().jobs().running(tx, JobFilter.newest(1).withQueue("q")));
    steps.put("stats", (past, tx) -> past.engine().queues().stats(tx, "q"));
    steps.put("read", (past, tx) -> past.engine().queues().read(tx, List.of("q", "other")));
    steps.put(
        "cancel a running job",
        (past, tx) ->
            past.engine()
                .jobs()
                .cancel(tx, TestQueue.runs(past.open).getFirst().jobId(), "not wanted"));
    steps.put(
        "edit a waiting job",
        (past, tx) ->
            past.engine()
                .jobs()
                .edit(tx, past.newestJob(tx), Changed.of(JobChange.NONE.priority(1))));
    steps.put("delete a job", (past, tx) -> past.engine().jobs().delete(tx, past.oldestJob));
    steps.put(
        "cancel by kind",
        (past, tx) ->
            past.engine()
                .jobs()
                .cancelWaiting(
                    tx,
                    JobFilter.newest(1).withQueue("q").withKind("test"),
                    JobState.AVAILABLE,
                    Jobs.Place.BEGIN,
                    5,
                    "not wanted"));
    steps.put(
        "count what waits",
        (past, tx) -> past.engine().queues().countWaiting(tx, past.lead, 0, 1000, 1));
    steps.put("drained", (past, tx) -> past.engine().ring().drained(tx, past.oldest(tx)));
    steps.put("prune", HistoryTest::prune);
    steps.put(
        "carry",
        (past, tx) -> past.engine().ring().carry(tx, past.lead, past.oldest(tx), Duration.ZERO));
    steps.put("sweep", (past, tx) -> past.engine().ring().sweepCarry(tx, past.lead, 1000));
  }

  private static void openRuns(Past past, Connection tx) throws SQLException {
    ClaimLog log = past.engine().claimLog();
    log.openRuns(tx, log.claimsOf(tx, past.worker, Rescue.Position.START));
  }

  private static void prune(Past past, Connection tx) throws SQLException {
    Ring.Generation oldest = past.oldest(tx);
    String drained = past.engine().ring().drained(tx, oldest).orElseThrow();
    past.engine().ring().prune(tx, past.lead, oldest, drained, Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "50, true"})
  void noStatementReadsMoreOverMoreHistory(int size, boolean analyzed)
      throws SQLException, IOException {
    statements();
    Map<String, Reads> little = reads(Past.of(LITTLE, size, analyzed));
    Map<String, Reads> much = reads(Past.of(MUCH, size, analyzed));
    List<String> grow = new ArrayList<>();
    little.forEach((step, few) -> {
      double growth = HALVING.contains(step) ? HALVING_GROWS : GROWS;
      Reads many = Objects.requireNonNull(much.get(step));
      if (many.exceed(few, growth, BY_RANGE.contains(step) ? RANGE : FEW)) {
        grow.add(step + ": " + few + ", then " + many);
      }
    });
    assertThat(grow).as(() -> "all: over %s, over %s".formatted(little, much)).isEmpty();
  }

  /**
   * Since PostgreSQL 18 the index by lane may be searched for a job's id too, once a transaction.
   */
  @Test
  void aJobIsSearchedByTheIndexOfIds() throws SQLException, IOException {
    Past past = Past.of(200_000, 500, true);
    Plans plans =
        Plans.of(
            past.queue(),
            tx -> assertThat(past.engine().jobs().find(tx, past.oldestJob)).isPresent());
    assertThat(plans.scans())
        .filteredOn(scan -> plans.text(scan).contains("e.job_id = p_job_id"))
        .filteredOn(scan -> scan.blocks() > 20) // any index does for a small partition
        .extracting(Plans.Scan::way)
        .doesNotContain("ready_entries by ready_by_lane");
  }

  /** What each statement touches in a session in which it has run before. */
  private Map<String, Reads> reads(Past past) throws SQLException {
    Map<String, Reads> reads = new LinkedHashMap<>();
    try (Connection tx = past.queue().begin()) {
      for (Map.Entry<String, Step> step : steps.entrySet()) {
        for (int i = 0; i < WARM_UP; i++) {
          past.reads(tx, step.getValue());
        }
        reads.put(step.getKey(), past.reads(tx, step.getValue()));
      }
    }
    return reads;
  }
}
