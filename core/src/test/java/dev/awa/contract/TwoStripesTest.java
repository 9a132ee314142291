package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.AnswerLoss;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the claim of one stripe has brought runs whatever becomes of the claim of the next: the jobs
 * are done before that one has failed.
 */
@Tag("every-postgres")
final class TwoStripesTest extends WorkerCase {
  private static final long GATE = 4713;
  private static final int OF_EACH = 5;

  private final Queue<Long> starts = new ConcurrentLinkedQueue<>();

  TwoStripesTest() throws SQLException {
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('q', 2)");
    for (int stripe = 0; stripe < 2; stripe++) {
      String key = keyOf(stripe);
      for (int i = 0; i < OF_EACH; i++) {
        queue.awa().enqueue(TestQueue.job("q", i).withOrderingKey(key));
      }
    }
  }

  private String keyOf(int stripe) throws SQLException {
    return queue
        .texts(
            "SELECT min(k::text) FROM generate_series(1, 100) AS k"
                + " WHERE awa.stripe_of(k::text, 0, 2::smallint) = ?",
            stripe)
        .getFirst();
  }

  private Worker start(DataSource dataSource) {
    return Worker.of(dataSource)
        .config(config())
        .queue("q")
        .listen(JobEvent.class, events::add)
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              starts.add(context.job().id());
              return Outcome.complete();
            },
            Backoff.exponential())
        .start();
  }

  private long completed() {
    return events.stream().filter(JobEvent.Completed.class::isInstance).count();
  }

  private void awaitCompleted(int jobs) {
    Eventually.holds(() -> jobs + " complete: " + events, () -> completed() == jobs);
  }

  /** By one worker, whose runs nobody had to rescue. */
  private void assertEachRanOnce() throws SQLException {
    assertThat(starts).hasSize(2 * OF_EACH).doesNotHaveDuplicates();
    assertThat(events).hasSize(4 * OF_EACH); // each started and completed
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries WHERE run_no > 1")).isZero();
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(2 * OF_EACH);
  }

  /** The first is what a statement timeout does, the second an operator or a failover. */
  @ParameterizedTest
  @ValueSource(strings = {"pg_cancel_backend", "pg_terminate_backend"})
  void theFirstStripeIsWorkedOffBeforeTheClaimOfTheSecondIsBrokenOff(String end)
      throws SQLException {
    queue.sql("CREATE SEQUENCE claims");
    queue.sql(
        """
        CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('public.claims') = 2 THEN
            PERFORM pg_advisory_xact_lock(%d);
          END IF;
          RETURN NEW;
        END $$
        """
            .formatted(GATE));
    queue.sql(
        "CREATE TRIGGER wait_at_gate BEFORE INSERT ON awa.claims FOR EACH ROW"
            + " EXECUTE FUNCTION wait_at_gate()");
    try (Connection gate = queue.connect()) {
      TestQueue.sql(gate, "SELECT pg_advisory_lock(?)", GATE);
      try (Worker worker = start(queue.dataSource())) {
        awaitCompleted(OF_EACH);
        List<String> atGate =
            queue.texts(
                """
                SELECT l.pid
                FROM pg_locks l
                WHERE NOT l.granted AND l.locktype = 'advisory' AND l.objid = ?
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """,
                GATE);
        assertThat(atGate).as("the second claim is at work").hasSize(1);
        queue.sql("SELECT " + end + "(?)", Integer.parseInt(atGate.getFirst()));
        awaitCompleted(2 * OF_EACH);
        assertThat(worker.running()).isZero();
      }
    }
    assertEachRanOnce();
  }

  @Test
  void theFirstStripeIsWorkedOffBeforeTheAnswerOfTheSecondClaimIsLost() throws SQLException {
    AnswerLoss loss =
        new AnswerLoss(
            queue.dataSource(),
            ".claim(",
            2,
            () -> {
              awaitCompleted(OF_EACH);
              return new SQLException("no state");
            });
    try (Worker worker = start(loss.dataSource())) {
      awaitCompleted(2 * OF_EACH);
      assertThat(worker.running()).isZero();
    }
    assertThat(loss.happened()).isTrue();
    assertEachRanOnce();
  }
}
