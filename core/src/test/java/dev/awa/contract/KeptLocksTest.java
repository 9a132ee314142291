package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.StorageStatus.Keeper;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody waits without limit behind somebody who is not named. */
@Tag("every-postgres")
final class KeptLocksTest extends WorkerCase {
  private static final long GATE = 4713;

  private static long pid(Connection connection) throws SQLException {
    return TestQueue.number(connection, "SELECT pg_backend_pid()");
  }

  private interface Meanwhile {
    void see(long pid) throws Exception;
  }

  /** A cancellation in a transaction that goes on with a statement that takes its time. */
  private void whileACancellationGoesOn(long id, Meanwhile meanwhile) throws Exception {
    try (Connection slow = queue.begin();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Connection gate = queue.connect()) { // closed first: what waits for it ends
      TestQueue.sql(gate, "SELECT pg_advisory_lock(?)", GATE);
      TestQueue.sql(slow, "SET application_name = 'nightly clean-up'");
      assertThat(TestQueue.texts(slow, "SELECT awa.cancel(?, 'not wanted')", id))
          .containsExactly("cancelled");
      long pid = pid(slow);
      Future<?> statement =
          threads.submit(() -> {
            TestQueue.sql(slow, "SELECT pg_advisory_xact_lock(4713)");
            slow.commit();
            return true;
          });
      Eventually.holds(
          "the statement is at work",
          () ->
              queue.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE pid = ? AND wait_event ="
                          + " 'advisory'",
                      pid)
                  == 1);
      meanwhile.see(pid);
      TestQueue.sql(gate, "SELECT pg_advisory_unlock(?)", GATE);
      statement.get();
    }
  }

  private List<Keeper> keepers() {
    return queue.awa().storage().status(1).keepers();
  }

  // --- who keeps others is named ---

  @Test
  void aCancellationThatGoesOnIsNamedByTheStatusOfTheStorage() throws Exception {
    long id = enqueue();
    queue.enqueue("q", 3);
    assertThat(keepers()).isEmpty();
    whileACancellationGoesOn(
        id,
        pid -> {
          Eventually.holds("it is older than a second", () -> !keepers().isEmpty());
          Keeper keeper = keepers().getFirst();
          assertThat(keeper.queue()).isEqualTo("q");
          assertThat(keeper.stripe()).isZero();
          assertThat(keeper.workerId()).isNull();
          assertThat((long) keeper.pid()).isEqualTo(pid);
          assertThat(keeper.state()).isEqualTo("active");
          assertThat(keeper.doing()).contains("pg_advisory_xact_lock");
          assertThat(keeper.words())
              .startsWith("process " + pid + " (nightly clean-up, user postgres, active, its")
              .contains("stripe 0 of queue \"q\"", "SELECT pg_terminate_backend(" + pid + ")");
        });
    assertThat(keepers()).isEmpty();
  }

  @Test
  void oneThatKeepsAWorkerIsNamedToo() throws Exception {
    long worker = queue.worker();
    long id = enqueue();
    queue.claim(worker, "q", 1);
    whileACancellationGoesOn(
        id,
        pid -> {
          Eventually.holds("it is older than a second", () -> !keepers().isEmpty());
          assertThat(keepers()).hasSize(1);
          assertThat(keepers().getFirst().workerId()).isEqualTo(worker);
          assertThat(keepers().getFirst().queue()).isNull();
          assertThat((long) keepers().getFirst().pid()).isEqualTo(pid);
        });
  }

  @Test
  void aWorkerThatFindsAStripeBusyForLongSaysOnceWhoItIsAndThatItIsOver() throws Exception {
    long id = enqueue();
    try (LogLines log = new LogLines("dev.awa")) {
      whileACancellationGoesOn(
          id,
          pid -> {
            try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
              long next = enqueue();
              Eventually.holds(
                  () -> "it is named: " + log.all(),
                  Duration.ofMinutes(1),
                  () ->
                      log.all().stream()
                          .anyMatch(line ->
                              line.startsWith("WARN test: queue \"q\" stripe 0: could not")
                                  && line.contains("process " + pid + " (nightly clean-up")
                                  && line.contains("pg_terminate_backend(" + pid + ")")));
              queue.sql("SELECT pg_terminate_backend(?)", (int) pid); // as it says
              awaitState(next, JobState.COMPLETED);
              Eventually.holds(
                  () -> "it is over: " + log.all(),
                  () ->
                      log.all().stream().anyMatch(line -> line.contains("is claimed from again")));
              assertThat(worker.running()).isZero();
            }
          });
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e).hasStackTraceContaining("terminating connection");
    }
  }

  // --- nobody waits for long ---

  private static void assertRefused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(AwaException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("ry again")
        .hasMessageContaining("55P03")
        .hasMessageNotContaining("PL/pgSQL");
  }

  private void cancel(long id) {
    queue.awa().jobs().cancel(id, "not wanted");
  }

  /** A claim whose client stands still: its answer is not sent. */
  private Connection frozenClaim(long worker) throws SQLException {
    Connection frozen = queue.begin();
    queue.engine().claimLog().claim(frozen, TestQueue.request(worker, "q", 1));
    return frozen;
  }

  @Test
  void aCancellationGivesUpAndSaysWhoHasTheStripe() throws SQLException {
    queue.enqueue("q", 1);
    long id = enqueue();
    try (Connection frozen = frozenClaim(queue.worker())) {
      String who = "stripe 0 of queue \"q\" is locked by process " + pid(frozen) + " (";
      assertRefused(() -> cancel(id), who);
      assertRefused(
          () -> queue.awa().jobs().cancelAll(JobFilter.newest(10).withQueue("q"), "all"), who);
      frozen.rollback();
    }
    assertThat(queue.awa().jobs().cancel(id, "now")).isEqualTo(CancelVerdict.CANCELLED);
  }

  @Test
  void aCancellationOfARunningJobSaysWhoHasTheWorkerAndTheOthersAreCancelled() throws SQLException {
    long kept = queue.worker();
    long free = queue.worker();
    long first = enqueue();
    queue.claim(kept, "q", 1);
    long second = enqueue();
    queue.claim(free, "q", 1);
    try (Connection call = queue.begin()) {
      TestQueue.sql(call, "SELECT pg_advisory_xact_lock_shared(?)", kept);
      String who = "worker " + kept + ", which runs job " + first + ", is locked by process ";
      assertRefused(() -> cancel(first), who + pid(call));
      assertRefused(
          () -> queue.awa().jobs().cancelAll(JobFilter.newest(10).withQueue("q"), "all"),
          "1 running jobs were cancelled, 1 could not be, job " + first,
          who);
      call.rollback();
    }
    assertThat(job(second).state()).isEqualTo(JobState.CANCELLED);
    cancel(first);
    assertThat(job(first).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aCancellationDoesNotWaitForWhoeverMovesADeferredJob() throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofHours(1))).id();
    try (Connection mover = queue.begin()) {
      TestQueue.sql(mover, "SELECT FROM awa.deferred_jobs FOR UPDATE");
      String what = "job " + id + ", which waits for its time, is used by ";
      assertRefused(() -> cancel(id), what + "process " + pid(mover) + " (");
      TestQueue.sql(mover, "PREPARE TRANSACTION 'transfer 13'");
      assertRefused(() -> cancel(id), what + "prepared transaction \"transfer 13\" (user ");
      queue.sql("ROLLBACK PREPARED 'transfer 13'");
    }
    cancel(id);
  }

  @Test
  void nothingElseChangesInTheTransactionOfTheCaller() throws SQLException {
    queue.enqueue("q", 1);
    long id = enqueue();
    try (Connection mine = queue.begin()) {
      TestQueue.sql(mine, "SET LOCAL lock_timeout = '7s'");
      try (Connection frozen = frozenClaim(queue.worker())) {
        var before = mine.setSavepoint();
        assertThatThrownBy(() -> TestQueue.texts(mine, "SELECT awa.cancel(?, 'x')", id))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
        mine.rollback(before);
        frozen.rollback();
      }
      assertThat(TestQueue.texts(mine, "SHOW lock_timeout")).containsExactly("7s");
      assertThat(TestQueue.texts(mine, "SELECT awa.cancel(?, 'x')", id))
          .containsExactly("cancelled");
      assertThat(TestQueue.texts(mine, "SHOW lock_timeout")).containsExactly("7s");
      mine.commit();
    }
  }

  @Test
  void neitherAPauseNorAChangeOfSettingsWaitsForAnOpenTransaction() throws SQLException {
    queue.awa().queues().pause("q", "me");
    try (Connection open = queue.begin()) {
      TestQueue.sql(open, "UPDATE awa.queues SET dead_letters = false");
      TestQueue.sql(open, "UPDATE awa.storage_state SET rotate_bytes = 1");
      assertRefused(() -> queue.awa().queues().pause("q", "me"), "the policy of queue \"q\"");
      assertRefused(() -> queue.awa().queues().resume("q", "me"), "the policy of queue \"q\"");
      assertRefused(
          () -> queue.awa().storage().change(s -> s, "test"), "the settings of the storage");
      assertRefused(
          () -> queue.awa().storage().rebuildTerminalCounters(Duration.ofSeconds(1)),
          "the settings of the storage is used by process " + pid(open) + " (");
      open.rollback();
    }
    queue.awa().queues().resume("q", "me");
  }

  @Test
  void whoeverNeedsTheTablesSaysWhoUsesThem() throws SQLException {
    try (Connection open = queue.begin()) {
      queue.awa().enqueue(open, TestQueue.job("q", 0).withDelay(Duration.ofHours(1)));
      assertRefused(
          () -> queue.awa().storage().rebuildTerminalCounters(Duration.ofSeconds(1)),
          "the tables of jobs are used by process " + pid(open) + " (");
      TestQueue.sql(open, "PREPARE TRANSACTION 'transfer 12'");
    }
    try {
      assertRefused(
          () -> queue.awa().storage().rebase(),
          "used by prepared transaction \"transfer 12\" (user ",
          "to end it, COMMIT PREPARED 'transfer 12' or ROLLBACK PREPARED 'transfer 12'");
    } finally {
      queue.sql("ROLLBACK PREPARED 'transfer 12'");
    }
    queue.awa().storage().rebase();
  }

  @Test
  void aLookForStrayKeysDoesNotWaitForAnOpenTransaction() throws SQLException {
    queue.sql("INSERT INTO awa.unique_keys (unique_key, job_id) VALUES ('stray', 99)");
    try (Connection open = queue.begin()) {
      TestQueue.sql(open, "SELECT FROM awa.unique_keys FOR UPDATE");
      assertRefused(
          () -> queue.awa().storage().letGoStrayKeys(),
          "a stray key is used by process " + pid(open) + " (");
      open.rollback();
    }
    assertThat(queue.awa().storage().letGoStrayKeys().letGo()).isEqualTo(1);
  }

  /** Its triggers need tables that everybody writes to, and who waits for them queues up behind. */
  @Test
  void aMigrationGivesUpWhenSomebodyUsesItsTables() throws SQLException {
    queue.sql("UPDATE awa.schema_history SET checksum = '0:of another build' WHERE version = 0");
    try (Connection open = queue.begin()) {
      queue.awa().enqueue(open, TestQueue.job("q", 0).withDelay(Duration.ofHours(1)));
      assertRefused(
          () -> queue.awa().migrate(), "schema \"awa\" is used by process " + pid(open) + " (");
      TestQueue.sql(open, "PREPARE TRANSACTION 'transfer 14'");
      assertRefused(
          () -> queue.awa().migrate(),
          "schema \"awa\" is used by prepared transaction \"transfer 14\" (user ",
          "ROLLBACK PREPARED 'transfer 14'");
      queue.sql("ROLLBACK PREPARED 'transfer 14'");
    }
    queue.awa().migrate();
  }
}
