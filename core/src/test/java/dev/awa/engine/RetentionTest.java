package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.QueueChange;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each queue keeps what has ended for its own time; the counts of what is left are exact. */
@Tag("every-postgres")
final class RetentionTest {
  private static final Duration LEASE = Duration.ofHours(1);

  private static final int KEPT = 20_000;

  private final TestQueue queue = TestQueue.create();

  private void set(String name, UnaryOperator<QueueChange> change) {
    queue.awa().queues().set(name, change, "test");
  }

  /** Cancelled jobs of a queue that ended so long ago, and as many dead letters. */
  private void ended(String name, int jobs, String ago) throws SQLException {
    queue.enqueue(name, 1);
    queue.sql(
        "INSERT INTO awa.finished_jobs (job_id, finished_at, created_at, lane, run_no, attempt,"
            + " max_attempts, state, reason, kind, args, ext)"
            + " SELECT nextval('awa.job_id_seq'), now() - ?::interval, now(), l.lane, 1, 1, 1,"
            + " 'cancelled', 'test', 'test', '0', '{}'"
            + " FROM awa.lanes l, generate_series(1, ?) WHERE l.queue = ?",
        ago,
        jobs,
        name);
    queue.sql(
        "INSERT INTO awa.dead_letters (job_id, finished_at, created_at, lane, run_no, attempt,"
            + " max_attempts, reason, kind, args, ext)"
            + " SELECT nextval('awa.job_id_seq'), now() - ?::interval, now(), l.lane, 1, 1, 1,"
            + " 'test', 'test', '0', '{}'"
            + " FROM awa.lanes l, generate_series(1, ?) WHERE l.queue = ?",
        ago,
        jobs,
        name);
  }

  private long purge(int limit) throws SQLException {
    long worker = queue.worker();
    try (Connection connection = queue.connect()) {
      Lead lead = engine().leadership().lead(connection, worker, LEASE).mine().orElseThrow();
      long purged = engine().history().purge(connection, lead, limit).jobs();
      engine().leadership().resign(connection, worker);
      return purged;
    }
  }

  private Engine engine() {
    return queue.engine();
  }

  private List<Long> left(String name) {
    var stats = queue.awa().queues().stats(name);
    return List.of(stats.cancelled(), stats.deadLetters());
  }

  @Test
  void whatAQueueKeepsShorterOrLongerThanTheOthersGoesByItsOwnTime() throws SQLException {
    ended("short", 5, "2 hours");
    ended("long", 5, "60 days");
    ended("usual", 5, "2 days");
    ended("old", 5, "40 days");
    set(
        "short",
        change -> change.keepFailed(Duration.ofHours(1)).keepDeadLetters(Duration.ofHours(1)));
    set(
        "long",
        change -> change.keepFailed(Duration.ofDays(90)).keepDeadLetters(Duration.ofDays(90)));
    assertThat(purge(100)).isEqualTo(20);
    assertThat(left("short")).containsExactly(0L, 0L);
    assertThat(left("long")).containsExactly(5L, 5L);
    assertThat(left("usual")).containsExactly(5L, 5L);
    assertThat(left("old")).containsExactly(0L, 0L);
    assertThat(purge(100)).isZero();
  }

  @Test
  void aTurnIsBoundedHoweverManyQueuesHaveSomethingToDelete() throws SQLException {
    for (String name : List.of("a", "b", "c")) {
      ended(name, 10, "40 days");
    }
    set("d", change -> change.keepFailed(Duration.ZERO));
    assertThat(purge(12)).isEqualTo(24);
    assertThat(purge(12)).isEqualTo(24);
    assertThat(purge(12)).isEqualTo(12);
    assertThat(queue.number("SELECT count(*) FROM awa.finished_jobs")).isZero();
  }

  @Test
  void nothingOfAQueueThatKeepsNothingIsLeft() throws SQLException {
    ended("q", 3, "1 second");
    set("q", change -> change.keepFailed(Duration.ZERO).keepDeadLetters(Duration.ZERO));
    assertThat(purge(100)).isEqualTo(6);
  }

  /** What one queue keeps for long lies before what another is rid of, by time. */
  @Test
  void aTurnReadsNoMoreWhenAnotherQueueKeepsALot() throws SQLException {
    ended("long", KEPT, "60 days");
    ended("short", 500, "40 days");
    set(
        "long",
        change -> change.keepFailed(Duration.ofDays(90)).keepDeadLetters(Duration.ofDays(90)));
    queue.sql("ANALYZE awa.finished_jobs, awa.dead_letters, awa.lanes");
    Plans plans =
        Plans.of(
            queue,
            connection -> {
              Lead lead = engine().leadership().lead(connection, 1, LEASE).mine().orElseThrow();
              assertThat(engine().history().purge(connection, lead, 100).jobs()).isEqualTo(200);
            });
    List<Plans.Scan> read =
        plans.scans().stream()
            .filter(scan -> Set.of("finished_jobs", "dead_letters").contains(scan.table()))
            .toList();
    assertThat(read)
        .extracting(Plans.Scan::way)
        .contains(
            "finished_jobs by finished_by_lane_and_kind",
            "dead_letters by dead_letters_by_lane_and_kind")
        .doesNotContain("finished_jobs by reading all of it", "dead_letters by reading all of it");
    assertThat(read.stream().mapToDouble(Plans.Scan::rows).sum()).isLessThan(1500);
  }

  /** Also in one lane: what is kept there is not walked over to find that nothing is due. */
  @Test
  void aTurnReadsNextToNothingWhenNothingIsDue() throws SQLException {
    ended("long", KEPT, "60 days");
    set(
        "long",
        change -> change.keepFailed(Duration.ofDays(90)).keepDeadLetters(Duration.ofDays(90)));
    queue.sql("ANALYZE awa.finished_jobs, awa.dead_letters, awa.lanes");
    Plans plans =
        Plans.of(
            queue,
            connection -> {
              Lead lead = engine().leadership().lead(connection, 1, LEASE).mine().orElseThrow();
              assertThat(engine().history().purge(connection, lead, 100).jobs()).isZero();
            });
    assertThat(plans.scans())
        .filteredOn(scan -> Set.of("finished_jobs", "dead_letters").contains(scan.table()))
        .isNotEmpty()
        .allSatisfy(scan -> assertThat(scan.blocks()).as(scan.way()).isLessThan(20));
  }

  // --- completed jobs ---

  private void complete(String name) throws SQLException {
    long worker = queue.worker();
    queue.enqueue(name, 1);
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, name, 1), TestQueue.completed()));
  }

  private boolean isKept(long gen) throws SQLException {
    return queue.number(
            "SELECT (coalesce(awa.history_left(?), interval '0') > interval '0')::int", gen)
        == 1;
  }

  /** Jobs of a segment go together, so that queue counts which wants them longest. */
  @Test
  void aSegmentIsKeptForTheQueueThatWantsItLongest() throws SQLException {
    complete("nothing");
    queue.awa().storage().rotate();
    assertThat(isKept(0)).as("an hour, as the storage says").isTrue();
    set("nothing", change -> change.keepCompleted(Duration.ZERO));
    assertThat(isKept(0)).as("no queue in it wants it").isFalse();
    complete("nothing");
    complete("usual");
    queue.awa().storage().rotate();
    assertThat(isKept(1)).as("another wants it for an hour").isTrue();
    queue.sql("UPDATE awa.storage_state SET keep_history = '0'");
    assertThat(isKept(1)).isFalse();
    set("usual", change -> change.keepCompleted(Duration.ofDays(1)));
    assertThat(isKept(1)).isTrue();
  }
}
