package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.StoredOperation;
import dev.awa.StoredOperation.Counts;
import dev.awa.Unique;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Lead;
import dev.awa.engine.Operations.Chunk;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The connection of the leader is terminated at each step of an operation in turn: before each
 * statement that writes, and at the commit of each chunk. Each job is treated once, and counted.
 */
@Tag("every-postgres")
final class OperationCutOffTest {
  private static final int READY = 20;
  private static final int DEFERRED = 10;
  private static final int JOBS = READY + DEFERRED;
  private static final int CHUNK = 12;
  private static final List<String> WRITTEN =
      List.of(
          "ready_entries",
          "ready_tombstones",
          "deferred_jobs",
          "finished_jobs",
          "dead_letters",
          "unique_keys",
          "operations");
  private static final Ending FAILED =
      new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no such mailbox");

  private final TestQueue queue = TestQueue.create();
  private Lead lead;
  private long flushNo;

  /** A sequence counts the steps, for it forgets nothing when a transaction is undone. */
  @BeforeEach
  void prepare() throws SQLException {
    lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow();
    queue.sql("CREATE SEQUENCE awa.step");
    queue.sql("CREATE TABLE awa.fatal_step (n bigint)");
    queue.sql("INSERT INTO awa.fatal_step VALUES (0)");
    queue.sql(
        """
        CREATE FUNCTION awa.take_step() RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
          IF current_setting('awa.test_cut', true) = 'on'
             AND nextval('awa.step') = (SELECT f.n FROM awa.fatal_step f) THEN
            PERFORM pg_terminate_backend(pg_backend_pid());
          END IF;
          RETURN NULL;
        END
        $function$\
        """);
    for (String table : WRITTEN) {
      queue.sql(
          "CREATE TRIGGER step BEFORE INSERT OR UPDATE OR DELETE ON awa."
              + table
              + " FOR EACH STATEMENT EXECUTE FUNCTION awa.take_step()");
    }
    queue.sql(
        "CREATE CONSTRAINT TRIGGER commits AFTER UPDATE ON awa.operations DEFERRABLE INITIALLY"
            + " DEFERRED FOR EACH ROW EXECUTE FUNCTION awa.take_step()");
  }

  private List<Long> fill(String name) {
    List<Job<RawJson>> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      Job<RawJson> job =
          TestQueue.job(name, i).withUnique(Unique.byText(name + " " + i)).withMaxAttempts(3);
      jobs.add(i < READY ? job : job.withDelay(Duration.ofHours(1)));
    }
    return queue.awa().enqueueAll(jobs).stream().map(one -> one.id()).toList();
  }

  private void failReady(String name) throws SQLException {
    long worker = queue.worker();
    while (queue.awa().queues().stats(name).available() > 0) {
      queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, name, 500), FAILED));
    }
  }

  /** Works off an operation, each time over a new connection; answers how many were cut off. */
  private int workOff(long id, int fatal) throws SQLException {
    queue.sql("UPDATE awa.fatal_step SET n = " + fatal);
    queue.sql("SELECT setval('awa.step', 1, false)");
    int cuts = 0;
    boolean ended = false;
    while (!ended) {
      try (Connection connection = queue.connect()) {
        TestQueue.sql(connection, "SET awa.test_cut = on");
        Optional<Chunk> chunk = queue.engine().operations().work(connection, lead, id, CHUNK, null);
        ended = chunk.orElseThrow().ended();
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("57P01");
        cuts++;
      }
    }
    return cuts;
  }

  /** Looks at a queue when an operation on it has ended. */
  private interface Look {
    void at(String name, List<Long> ids) throws SQLException;
  }

  /** Cuts off the first step, in another queue the second, until there is no such step. */
  private void cutEachStep(Action action, boolean failed, int meant, Look look)
      throws SQLException {
    int fatal = 0;
    int cuts;
    do {
      fatal++;
      String name = "q" + fatal;
      List<Long> ids = fill(name);
      if (failed) {
        failReady(name);
      }
      JobFilter filter = JobFilter.newest(1).withQueue(name);
      long id = queue.awa().operations().submit(filter, action, "jo", "why");
      cuts = workOff(id, fatal);
      StoredOperation done = queue.awa().operations().find(id).orElseThrow();
      assertThat(done.counts()).as("step %d", fatal).isEqualTo(new Counts(meant, 0, 0, 0));
      look.at(name, ids);
    } while (cuts == 1);
    assertThat(cuts).isZero();
    assertThat(fatal).as("steps of two chunks at least").isGreaterThan(6);
  }

  @Test
  void eachJobIsCancelledOnce() throws SQLException {
    cutEachStep(
        Action.cancel(),
        false,
        JOBS,
        (name, ids) -> {
          assertThat(queue.awa().queues().stats(name))
              .returns((long) JOBS, QueueStats::cancelled)
              .returns(0L, QueueStats::available)
              .returns(0L, QueueStats::scheduled);
          assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isZero();
          assertThat(queue.drain(queue.worker(), name)).isEmpty();
        });
  }

  @Test
  void eachJobIsEditedOnce() throws SQLException {
    cutEachStep(
        Action.edit(change -> change.maxAttempts(7)),
        false,
        JOBS,
        (name, ids) -> {
          assertThat(queue.awa().queues().stats(name))
              .returns((long) READY, QueueStats::available)
              .returns((long) DEFERRED, QueueStats::scheduled);
          assertThat(ids)
              .allMatch(id -> queue.awa().jobs().find(id).orElseThrow().maxAttempts() == 7);
          assertThat(queue.drain(queue.worker(), name))
              .containsExactlyInAnyOrderElementsOf(ids.subList(0, READY));
        });
  }

  @Test
  void eachJobRunsAgainOnce() throws SQLException {
    cutEachStep(
        Action.retry(),
        true,
        READY,
        (name, ids) -> {
          assertThat(queue.awa().queues().stats(name))
              .returns((long) READY, QueueStats::available)
              .returns(0L, QueueStats::deadLetters);
          assertThat(queue.drain(queue.worker(), name))
              .containsExactlyInAnyOrderElementsOf(ids.subList(0, READY));
        });
  }

  @Test
  void eachJobIsDeletedOnce() throws SQLException {
    cutEachStep(
        Action.delete(),
        true,
        READY,
        (name, ids) -> {
          assertThat(queue.awa().queues().stats(name))
              .returns(0L, QueueStats::deadLetters)
              .returns((long) DEFERRED, QueueStats::scheduled);
          assertThat(ids.subList(0, READY)).allMatch(id -> queue.awa().jobs().find(id).isEmpty());
        });
  }
}
