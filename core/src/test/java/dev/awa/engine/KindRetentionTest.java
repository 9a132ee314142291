package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.KindChange;
import dev.awa.QueueSetting;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is set of a kind wins over its queue, and the queue over the storage. */
@Tag("every-postgres")
final class KindRetentionTest {
  private static final Duration LEASE = Duration.ofHours(1);

  private final TestQueue queue = TestQueue.create();

  private void set(String kind, UnaryOperator<KindChange> change) {
    queue.awa().kinds().set(kind, change, "test");
  }

  private static KindChange keep(KindChange change, int days) {
    return change.keepFailed(Duration.ofDays(days)).keepDeadLetters(Duration.ofDays(days));
  }

  /** Cancelled jobs of a queue and kind that ended so long ago, and as many dead letters. */
  private void ended(String name, String kind, int jobs, String ago) throws SQLException {
    if (queue.number("SELECT count(*) FROM awa.lanes WHERE queue = ?", name) == 0) {
      queue.enqueue(name, 1);
    }
    String from =
        " SELECT nextval('awa.job_id_seq'), now() - ?::interval, now(), l.lane, 1, 1, 1, 'test',"
            + " ?, '0', '{}'";
    String rows = " FROM awa.lanes l, generate_series(1, ?) WHERE l.queue = ?";
    String columns = "job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, reason";
    queue.sql(
        "INSERT INTO awa.finished_jobs ("
            + columns
            + ", kind, args, ext, state)"
            + from
            + ", 'cancelled'"
            + rows,
        ago,
        kind,
        jobs,
        name);
    queue.sql(
        "INSERT INTO awa.dead_letters (" + columns + ", kind, args, ext)" + from + rows,
        ago,
        kind,
        jobs,
        name);
  }

  private long purge(int limit) throws SQLException {
    long worker = queue.worker();
    try (Connection connection = queue.connect()) {
      Engine engine = queue.engine();
      Lead lead = engine.leadership().lead(connection, worker, LEASE).mine().orElseThrow();
      long purged = engine.history().purge(connection, lead, limit).jobs();
      engine.leadership().resign(connection, worker);
      return purged;
    }
  }

  private List<Long> left(String kind) throws SQLException {
    return List.of(
        queue.number("SELECT count(*) FROM awa.finished_jobs WHERE kind = ?", kind),
        queue.number("SELECT count(*) FROM awa.dead_letters WHERE kind = ?", kind));
  }

  @Test
  void theKindWinsOverItsQueueInBothDirections() throws SQLException {
    queue
        .awa()
        .queues()
        .set(
            "q",
            change -> change.keepFailed(Duration.ofDays(10)).keepDeadLetters(Duration.ofDays(10)),
            "test");
    set("longer", change -> keep(change, 90));
    set("shorter", change -> keep(change, 1));
    for (String kind : List.of("longer", "shorter", "usual")) {
      ended("q", kind, 3, "60 days");
      ended("q", kind, 3, "5 days");
      ended("other", kind, 3, "2 days");
    }
    assertThat(purge(1000)).isEqualTo(2 * (9 + 3));
    assertThat(left("longer")).as("nothing goes").containsExactly(9L, 9L);
    assertThat(left("shorter")).as("gone in every queue").containsExactly(0L, 0L);
    assertThat(left("usual")).as("the queue's, the storage's").containsExactly(6L, 6L);
    set("longer", KindRetentionTest::reset);
    assertThat(purge(1000)).as("as its queue again").isEqualTo(2 * 3);
    assertThat(purge(1000)).isZero();
  }

  private static KindChange reset(KindChange change) {
    return change.reset(QueueSetting.KEEP_FAILED).reset(QueueSetting.KEEP_DEAD_LETTERS);
  }

  @Test
  void aTurnIsBoundedAndTheNextOneGoesOn() throws SQLException {
    set("other", change -> keep(change, 90));
    for (String kind : List.of("a", "b", "c")) {
      ended("q", kind, 10, "40 days");
    }
    assertThat(purge(12)).isEqualTo(24);
    assertThat(purge(12)).isEqualTo(24);
    assertThat(purge(12)).isEqualTo(12);
    assertThat(queue.number("SELECT count(*) FROM awa.dead_letters")).isZero();
  }

  /** Before what is due lies, by lane and time, what one kind keeps: index entries count too. */
  @Test
  void whatOneKindKeepsIsNotWalkedOver() throws SQLException {
    set("kept", change -> keep(change, 90));
    ended("q", "kept", 100_000, "60 days");
    ended("q", "due", 100, "40 days");
    ended("q", "young", 100, "1 day");
    queue.sql("ANALYZE awa.finished_jobs, awa.dead_letters, awa.lanes");
    Plans plans =
        Plans.of(
            queue,
            connection -> {
              Lead lead =
                  queue.engine().leadership().lead(connection, 1, LEASE).mine().orElseThrow();
              assertThat(queue.engine().history().purge(connection, lead, 50).jobs())
                  .isEqualTo(100);
            });
    List<Plans.Scan> read =
        plans.scans().stream()
            .filter(scan -> List.of("finished_jobs", "dead_letters").contains(scan.table()))
            .toList();
    assertThat(read)
        .extracting(Plans.Scan::way)
        .contains(
            "finished_jobs by finished_by_lane_and_kind",
            "dead_letters by dead_letters_by_lane_and_kind");
    assertThat(read.stream().mapToDouble(Plans.Scan::rows).sum()).isLessThan(1500);
    assertThat(read.stream().mapToLong(Plans.Scan::blocks).sum()).isLessThan(2000);
    assertThat(left("kept")).containsExactly(100_000L, 100_000L);
  }
}
