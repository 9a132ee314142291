package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.QueueStats;
import dev.awa.StoredOperation;
import dev.awa.StoredOperation.Counts;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.event.OperationMoved;
import dev.awa.support.Damage;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The leader works off operations: all of them, and around what can't be done. */
final class OperationsChoreTest {
  private static final JobFilter Q = JobFilter.newest(1).withQueue("q");
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final TestQueue queue = TestQueue.create();
  private final List<Event> events = new ArrayList<>();
  private final OperationsChore chore = new OperationsChore(queue.engine(), events::add);
  private Connection connection;
  private Lead lead;

  @BeforeEach
  void lead() throws SQLException {
    connection = queue.connect();
    lead =
        queue.engine().leadership().lead(connection, 1, Duration.ofHours(1)).mine().orElseThrow();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private long submit(JobFilter filter, Action action) {
    return queue.awa().operations().submit(filter, action, "jo", "why");
  }

  private StoredOperation operation(long id) {
    return queue.awa().operations().find(id).orElseThrow();
  }

  private boolean isAtWork(long id) {
    return operation(id).state() == StoredOperation.State.RUNNING;
  }

  private void workOff(long id) throws SQLException {
    long begun = System.nanoTime();
    while (isAtWork(id) && System.nanoTime() - begun < PATIENCE_NANOS) {
      chore.turn(connection, lead);
    }
    assertThat(operation(id).state()).isEqualTo(StoredOperation.State.DONE);
  }

  @Test
  void severalAreWorkedOffInTurnsAndToldOf() throws SQLException {
    queue.enqueue("q", 3000);
    queue.enqueue("other", 300);
    long large = submit(Q, Action.cancel());
    long small = submit(Q.withQueue("other"), Action.edit(change -> change.priority(1)));
    workOff(small);
    assertThat(isAtWork(large)).as("the small one does not wait for the large one").isTrue();
    workOff(large);
    assertThat(operation(large).counts()).isEqualTo(new Counts(3000, 0, 0, 0));
    assertThat(chore.turn(connection, lead)).isEqualTo(Duration.ofSeconds(2));
    assertThat(events)
        .hasOnlyElementsOfType(OperationMoved.class)
        .map(OperationMoved.class::cast)
        .filteredOn(OperationMoved::done)
        .extracting(OperationMoved::id)
        .containsExactly(small, large);
    assertThat(
            events.stream()
                .map(OperationMoved.class::cast)
                .filter(event -> event.id() == large)
                .mapToLong(event -> event.counts().changed())
                .sum())
        .isEqualTo(3000);
  }

  @Test
  void aRowThatCannotBeReadIsLeftOut() throws SQLException {
    queue.enqueue("q", 20);
    long bad = queue.awa().enqueue(Damage.large("q", 1)).id();
    queue.enqueue("q", 20);
    Damage.of(queue, "awa.ready_entries_0");
    long id = submit(Q, Action.edit(change -> change.queue("slow")));
    workOff(id);
    assertThat(operation(id).counts()).isEqualTo(new Counts(40, 0, 0, 1));
    assertThat(operation(id).notes())
        .singleElement()
        .returns(bad, StoredOperation.Note::jobId)
        .returns("failed", StoredOperation.Note::verdict)
        .satisfies(note -> assertThat(note.why()).contains("missing chunk"));
    assertThat(queue.awa().queues().stats("slow").available()).isEqualTo(40);
  }

  @Test
  void aJobThatATriggerRefusesIsLeftOut() throws SQLException {
    queue.enqueue("q", 50);
    queue.sql(
        "CREATE FUNCTION awa.refuse_seven() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF"
            + " NEW.job_id = 7 THEN RAISE ''not seven''; END IF; RETURN NEW; END'");
    queue.sql(
        "CREATE TRIGGER refuse BEFORE INSERT ON awa.finished_jobs FOR EACH ROW EXECUTE FUNCTION"
            + " awa.refuse_seven()");
    long id = submit(Q, Action.cancel());
    workOff(id);
    assertThat(operation(id).counts()).isEqualTo(new Counts(49, 0, 0, 1));
    assertThat(queue.awa().queues().stats("q"))
        .returns(49L, QueueStats::cancelled)
        .returns(1L, QueueStats::available);
  }

  @Test
  void whereTheServerMayBeToBlameNoJobIsAsLongAsNothingGetsThrough() throws SQLException {
    queue.enqueue("q", 5);
    queue.sql(
        "CREATE FUNCTION awa.refuse_all() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE ''not now''; END'");
    queue.sql(
        "CREATE TRIGGER refuse BEFORE INSERT ON awa.finished_jobs FOR EACH ROW EXECUTE FUNCTION"
            + " awa.refuse_all()");
    long id = submit(Q, Action.cancel());
    SQLException refused = null;
    for (int i = 0; i < 20; i++) {
      try {
        chore.turn(connection, lead);
      } catch (SQLException e) {
        refused = e;
      }
    }
    assertThat((Throwable) refused).hasMessageContaining("not now");
    assertThat(operation(id).counts()).isEqualTo(Counts.NONE);
    queue.sql("DROP TRIGGER refuse ON awa.finished_jobs");
    workOff(id);
    assertThat(operation(id).counts()).isEqualTo(new Counts(5, 0, 0, 0));
  }

  @Test
  void manyThatAreKeptDoNotStarveOneBehindThem() throws SQLException {
    long kept = queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1))).id();
    long other = queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofHours(1))).id();
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT FROM awa.deferred_jobs WHERE job_id = " + kept + " FOR UPDATE");
      for (int i = 0; i < 120; i++) {
        submit(Q.withIds(List.of(kept)), Action.cancel());
      }
      workOff(submit(Q.withIds(List.of(other)), Action.cancel()));
      assertThat(queue.number("SELECT count(*) FROM awa.operations WHERE ended_at IS NULL"))
          .isEqualTo(120);
    }
  }

  @Test
  void oneThatIsStoppedAmongManyIsForgotten() throws SQLException {
    long kept = queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1))).id();
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT FROM awa.deferred_jobs WHERE job_id = " + kept + " FOR UPDATE");
      long first = 0;
      for (int i = 0; i < 120; i++) {
        long id = submit(Q.withIds(List.of(kept)), Action.cancel());
        first = first == 0 ? id : first;
      }
      long rest = 0;
      long begun = System.nanoTime();
      while (rest == 0 && System.nanoTime() - begun < PATIENCE_NANOS) {
        rest = chore.turn(connection, lead).toMillis(); // until each was looked at twice
      }
      queue.awa().operations().stop(first, "me");
      Duration last = Duration.ZERO;
      for (int i = 0; i < 500 && last.isZero(); i++) {
        last = chore.turn(connection, lead);
      }
      assertThat(last).as("the turns have an end").isPositive();
    }
  }

  @Test
  void oneWorkerThatIsKeptHoldsUpItsJobsAlone() throws SQLException {
    queue.enqueue("q", 8);
    long free = queue.worker();
    long frozen = queue.worker();
    queue.claim(free, "q", 1);
    queue.claim(frozen, "q", 7);
    long id = submit(Q, Action.cancel());
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT pg_advisory_xact_lock_shared(" + frozen + ")");
      chore.turn(connection, lead);
      assertThat(operation(id))
          .returns(1L, one -> one.counts().changed())
          .returns(7, StoredOperation::toLookAtAgain);
    }
    workOff(id);
    assertThat(operation(id).counts().changed()).isEqualTo(8);
  }

  @Test
  void whatSomebodyKeepsIsTriedAgainWithoutHaste() throws SQLException {
    queue.enqueue("q", 5);
    long id = submit(Q, Action.cancel());
    try (Connection keeper = queue.begin()) {
      TestQueue.sql(keeper, "SELECT pg_advisory_xact_lock(awa.stripe_lock('q', 0::smallint))");
      Duration rest = Duration.ZERO; // what is left of it: none where this machine took longer
      long begun = System.nanoTime();
      while (rest.toMillis() < 20 && System.nanoTime() - begun < PATIENCE_NANOS) {
        rest = chore.turn(connection, lead);
      }
      assertThat(rest).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      assertThat(isAtWork(id)).isTrue();
    }
    workOff(id);
    assertThat(operation(id).counts().changed()).isEqualTo(5);
  }

  @Test
  void aKeyThatAnOpenTransactionTakesHoldsUpItsJobAlone() throws SQLException {
    var unique = TestQueue.job("q", 1).withUnique(dev.awa.Unique.byText("a"));
    long first = queue.awa().enqueue(unique).id();
    queue.enqueue("q", 20);
    workOff(submit(Q, Action.cancel()));
    long id = submit(Q, Action.retry());
    try (Connection open = queue.begin()) {
      queue.awa().enqueue(open, unique);
      long begun = System.nanoTime();
      while (operation(id).counts().changed() < 20 && System.nanoTime() - begun < PATIENCE_NANOS) {
        chore.turn(connection, lead);
      }
      assertThat(operation(id))
          .returns(20L, one -> one.counts().changed())
          .returns(1, StoredOperation::toLookAtAgain);
      open.rollback();
    }
    workOff(id);
    assertThat(operation(id).counts()).isEqualTo(new Counts(21, 0, 0, 0));
    assertThat(queue.awa().jobs().find(first).orElseThrow().state())
        .isEqualTo(dev.awa.JobState.AVAILABLE);
  }
}
