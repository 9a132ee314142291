package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.StrayKeys.StrayKey;
import dev.awa.engine.Workers.Promise;
import dev.awa.engine.Workers.Self;
import dev.awa.event.ChoreDone;
import dev.awa.event.HistoryPurged;
import dev.awa.event.JobsPromoted;
import dev.awa.event.KeysLetGo;
import dev.awa.event.LaneCounted;
import dev.awa.event.LeadLost;
import dev.awa.event.LeadTaken;
import dev.awa.event.MaintenanceEvent;
import dev.awa.event.PruneSkipped;
import dev.awa.event.PruneSkipped.Cause;
import dev.awa.event.RotationSkipped;
import dev.awa.event.RunsRescued;
import dev.awa.event.SegmentCarried;
import dev.awa.event.SegmentPruned;
import dev.awa.event.SegmentRotated;
import dev.awa.event.StrayKeysLetGo;
import dev.awa.event.UnknownWorkerFound;
import dev.awa.event.WorkerDied;
import dev.awa.event.WorkerRescued;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What maintenance does, a listener hears, with the right numbers. */
final class EventsOfMaintenanceTest extends WorkerCase {
  private static final Duration DAY = Duration.ofDays(1);

  private final List<MaintenanceEvent> heard = new CopyOnWriteArrayList<>();

  private Worker leading() {
    return worker((args, context) -> Outcome.complete())
        .listen(MaintenanceEvent.class, heard::add)
        .start();
  }

  private <E extends MaintenanceEvent> List<E> all(Class<E> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private <E extends MaintenanceEvent> E first(Class<E> type) {
    Eventually.holds(() -> type.getSimpleName() + " among " + heard, () -> !all(type).isEmpty());
    return all(type).getFirst();
  }

  @Test
  void theDeadAreDeclaredRescuedAndForgotten() throws SQLException {
    Promise hasty =
        new Promise(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(100));
    long dead = 4711;
    queue.with(tx ->
        queue
            .engine()
            .workers()
            .register(tx, dead, new Self("killed", List.of("other"), Set.of("any")), hasty));
    queue.enqueue("other", 5);
    queue.claim(dead, "other", 5);
    long unknown = queue.worker();
    queue.enqueue("other", 2);
    queue.claim(unknown, "other", 2);
    queue.sql("DELETE FROM awa.workers WHERE id = " + unknown);
    try (Worker worker = leading()) {
      assertThat(worker).isNotNull();
      WorkerDied died = first(WorkerDied.class);
      assertThat(died.workerId()).isEqualTo(dead);
      assertThat(died.silent()).isGreaterThan(hasty.lease());
      assertThat(died.lockFree()).as("it kept no session lock").isFalse();
      assertThat(first(UnknownWorkerFound.class).workerId()).isEqualTo(unknown);
      Eventually.holds("both are rescued", () -> all(WorkerRescued.class).size() == 2);
    }
    assertThat(all(WorkerDied.class)).hasSize(1);
    assertThat(all(UnknownWorkerFound.class)).hasSize(1);
    assertThat(all(WorkerRescued.class))
        .extracting(WorkerRescued::workerId)
        .contains(dead, unknown);
    assertThat(rescued(dead)).isEqualTo(5);
    assertThat(rescued(unknown)).isEqualTo(2);
  }

  private int rescued(long worker) {
    return all(RunsRescued.class).stream()
        .filter(event -> event.workerId() == worker)
        .mapToInt(RunsRescued::runs)
        .sum();
  }

  @Test
  void whatIsDueAndWhatIsOldIsToldOfByTheOneThatLeads() throws SQLException {
    queue.sql(
        """
        INSERT INTO awa.finished_jobs
          (job_id, finished_at, created_at, lane, run_no, attempt, max_attempts, state, reason, kind, args, ext)
        SELECT i, now() - interval '40 days', now() - interval '40 days', 1, 1, 1, 1, 'failed', 'test', 'test', '{}', '{}'
        FROM generate_series(1, 500) AS i
        """);
    queue.sql("SELECT setval('awa.job_id_seq', 500)");
    queue.sql(
        "INSERT INTO awa.unique_keys (unique_key, job_id, let_go_at) VALUES ('k', 700, now() -"
            + " interval '40 days')");
    queue.sql("INSERT INTO awa.unique_keys (unique_key, job_id) VALUES ('s', 50000)");
    queue.enqueue("many", 10_001);
    List<Long> due = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3; i++) {
      due.add(queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofMillis(200))).id());
    }
    try (Worker worker = leading()) {
      assertThat(worker).isNotNull();
      LeadTaken taken = first(LeadTaken.class);
      assertThat(taken.term()).isEqualTo(queue.number("SELECT term FROM awa.leadership"));
      assertThat(first(HistoryPurged.class).jobs()).isEqualTo(500);
      assertThat(first(KeysLetGo.class)).isEqualTo(new KeysLetGo(1, KeysLetGo.Term.PERIOD));
      assertThat(first(StrayKeysLetGo.class).keys()).containsExactly(new StrayKey("73", 50_000));
      assertThat(first(LaneCounted.class).lane())
          .isEqualTo((int) queue.number("SELECT lane FROM awa.lanes WHERE queue = 'many'"));
      assertThat(first(ChoreDone.class).took()).isPositive();
      for (long id : due) {
        awaitEvents(id, "Started 1", "Completed 1");
      }
    }
    assertThat(all(JobsPromoted.class).stream().mapToInt(JobsPromoted::jobs).sum()).isEqualTo(3);
    assertThat(all(JobsPromoted.class).getLast().late()).as("none is left").isZero();
    assertThat(all(HistoryPurged.class)).hasSize(1);
    assertThat(all(LaneCounted.class)).hasSize(1);
    LeadLost lost = first(LeadLost.class);
    assertThat(lost.term()).isEqualTo(first(LeadTaken.class).term());
    assertThat(lost.lasted()).isPositive();
    assertThat(all(LeadLost.class)).hasSize(1);
  }

  @Test
  void howLateTheNextJobIsIsToldWithEachStep() throws SQLException {
    queue.awa().enqueueAll(Collections.nCopies(1001, TestQueue.job("q", 1).withDelay(DAY)));
    queue.sql("UPDATE awa.deferred_jobs SET run_at = now() - interval '1 hour'");
    try (Worker worker = leading()) {
      assertThat(worker).isNotNull();
      Eventually.holds(
          () -> "all are promoted, among " + heard,
          () -> all(JobsPromoted.class).stream().mapToInt(JobsPromoted::jobs).sum() == 1001);
    }
    assertThat(first(JobsPromoted.class).late()).isBetween(DAY.dividedBy(24), DAY);
    assertThat(all(JobsPromoted.class).getLast().late()).isZero();
  }

  @Test
  void aRingWithoutAFreeSlotIsToldOfOnce() throws SQLException {
    try (Connection reader = queue.begin()) {
      TestQueue.number(reader, "SELECT count(*) FROM awa.ready_entries");
      for (int i = 0; i < 15; i++) {
        queue.enqueue("q", 1);
        queue.awa().storage().rotate();
      }
      try (Worker worker = leading()) {
        assertThat(worker).isNotNull();
        assertThat(first(RotationSkipped.class)).isEqualTo(new RotationSkipped(15));
        Eventually.holds(
            () -> "the reader is in the way, among " + heard,
            () -> all(PruneSkipped.class).contains(new PruneSkipped(0, Cause.BLOCKED)));
        reader.rollback();
        first(SegmentCarried.class);
      }
    }
    assertThat(all(RotationSkipped.class)).hasSize(1);
    assertThat(all(PruneSkipped.class)).doesNotHaveDuplicates();
  }

  @Test
  void theRingTurns() throws SQLException {
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.enqueue("q", 1);
    try (Worker worker = leading()) {
      assertThat(worker).isNotNull();
      assertThat(first(SegmentRotated.class)).isEqualTo(new SegmentRotated(1, 2));
      SegmentPruned pruned = first(SegmentPruned.class);
      assertThat(pruned.generation()).isZero();
      assertThat(pruned.took()).isPositive();
      queue.sql("UPDATE awa.storage_state SET rotate_after = '1 hour'");
      long oldest = queue.awa().storage().rotate().generation();
      queue.enqueue("paused", 1);
      queue.awa().storage().rotate();
      Eventually.holds(
          () -> "runs wait in a segment, among " + heard,
          () -> all(PruneSkipped.class).stream().anyMatch(one -> one.cause() == Cause.WAITING));
      for (int i = 0; i < 12; i++) {
        queue.enqueue("paused", 1);
        queue.awa().storage().rotate();
      }
      SegmentCarried carried = first(SegmentCarried.class);
      assertThat(carried.generation()).isGreaterThanOrEqualTo(oldest);
      assertThat(carried.took()).isPositive();
    }
    assertThat(all(SegmentPruned.class))
        .extracting(SegmentPruned::generation)
        .startsWith(0L)
        .doesNotHaveDuplicates();
  }
}
