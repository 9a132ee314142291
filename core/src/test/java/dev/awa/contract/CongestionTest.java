package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Commits that notify are one after the other, of the whole cluster. Here one waits for a standby
 * that never comes, and others wait for that one.
 */
@Tag("every-postgres")
final class CongestionTest extends WorkerCase {
  private final ExecutorService producers = Executors.newFixedThreadPool(3);

  @BeforeEach
  void commitsWaitForAStandbyIfAsked() throws SQLException {
    String database = queue.texts("SELECT quote_ident(current_database())").getFirst();
    queue.sql("ALTER DATABASE " + database + " SET synchronous_commit = local");
    standby("nobody");
  }

  @AfterEach
  void noStandby() throws SQLException {
    standby("");
    producers.close();
  }

  private void standby(String name) throws SQLException {
    queue.sql("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
    queue.sql("SELECT pg_reload_conf()");
    Eventually.holds(
        "the server has read it",
        () -> queue.texts("SHOW synchronous_standby_names").equals(List.of(name)));
  }

  private long enqueueAndWaitForTheStandby() throws SQLException {
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SET LOCAL synchronous_commit = on");
      long id = queue.awa().enqueue(tx, TestQueue.job("q", 1)).id();
      tx.commit();
      return id;
    }
  }

  private long count(String what) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.sleepers WHERE queue = 'q' AND " + what);
  }

  private int waiting() throws SQLException {
    return queue.with(queue.engine().sleepers()::notifiersWaiting);
  }

  @Test
  void aWorkerWatchesThoughLittleComesToIt() throws Exception {
    try (Worker worker =
        worker(
                config().withPoll(Duration.ofMillis(50)).withIdlePoll(Duration.ofMillis(50)),
                (args, context) -> Outcome.complete())
            .start()) {
      Eventually.holds("it sleeps", () -> worker.isHearing() && count("asleep") == 1);
      assertThat(waiting()).isZero();
      List<Future<Long>> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(producers.submit(this::enqueueAndWaitForTheStandby));
      }
      Eventually.holds("they wait for each other", () -> waiting() == 2);
      Eventually.holds("it watches", () -> aJobComesUnannounced() && count("watches") == 1);
      standby("");
      for (Future<Long> one : held) {
        awaitState(one.get(), JobState.COMPLETED);
      }
      Eventually.holds("it sleeps again", () -> count("watches") == 0 && count("asleep") == 1);
    }
  }

  /** And is found by polling: one at a time, for what comes too fast is another rule's. */
  private boolean aJobComesUnannounced() {
    long id = queue.awa().withoutNotifying().enqueue(TestQueue.job("q", 2)).id();
    awaitState(id, JobState.COMPLETED);
    return true;
  }
}
