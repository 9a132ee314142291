package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.engine.Sleepers.Way;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * Where commits are slow, one that notifies holds up all others that do. A flush that takes 200 ms
 * looks like that to a worker.
 */
@Tag("every-postgres")
final class WatchTest extends WorkerCase {
  private static final String FLUSH =
      "bigint, bigint, smallint[], integer[], bigint[], bigint[], smallint[], smallint[],"
          + " smallint[], jsonb";

  /** With one alone each claim takes all of them: such a worker never watches. */
  private static final int PERMITS = 5;

  private final WorkerConfig slow =
      config().withPoll(Duration.ofSeconds(25)).withIdlePoll(Duration.ofSeconds(25));

  @BeforeEach
  void commitsAreSlow() throws SQLException {
    queue.sql("ALTER FUNCTION awa.flush RENAME TO flush_at_once");
    queue.sql(
        "CREATE FUNCTION awa.flush("
            + FLUSH
            + ") RETURNS TABLE (closure integer, stale smallint[]) LANGUAGE plpgsql AS $$ BEGIN"
            + " PERFORM pg_sleep(0.2);"
            + " RETURN QUERY SELECT * FROM awa.flush_at_once($1, $2, $3, $4, $5, $6, $7, $8, $9,"
            + " $10); END $$");
  }

  private long count(String what) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.sleepers WHERE queue = 'q' AND " + what);
  }

  /** Enqueues one job after the other until one worker watches the queue. */
  private void loadUntilWatched() {
    Eventually.holds(
        "one worker watches",
        () -> {
          enqueue();
          return count("watches") == 1;
        });
  }

  private Worker narrow(Handler<RawJson> handler) {
    return Worker.of(queue.dataSource())
        .config(slow)
        .queue("q", PERMITS)
        .handler("test", RawJson.class, handler, Backoff.exponential())
        .start();
  }

  @Test
  void aWorkerWatchesInsteadOfBeingNotifiedAndFallsAsleepAfterwards() {
    try (Worker worker = worker(slow, (args, context) -> Outcome.complete()).start()) {
      Eventually.holds("it sleeps", () -> worker.isHearing() && count("asleep") == 1);
      loadUntilWatched();
      Eventually.holds("it sleeps again", () -> count("asleep") == 1 && count("watches") == 0);
      long begun = System.nanoTime();
      awaitState(enqueue(), JobState.COMPLETED);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** PickedUp: of what came while it watched nobody was notified. */
  @Test
  void aWatcherThatIsFullLeavesTheQueueToTheOthers() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Handler<RawJson> handler =
        (args, context) -> {
          if (args.text().contains("99")) {
            done.await();
          }
          return Outcome.complete();
        };
    try (Worker worker = narrow(handler);
        Connection listening = queue.connect()) {
      Eventually.holds("it sleeps", () -> worker.isHearing() && count("asleep") == 1);
      long other = queue.worker();
      TestQueue.sql(
          listening, "LISTEN \"" + queue.engine().workers().channel(listening) + '_' + other + '"');
      loadUntilWatched();
      queue.transaction(tx -> queue.engine().sleepers().say(tx, other, Way.SLEEPS, List.of("q")));
      for (int i = 0; i < PERMITS; i++) {
        queue.awa().enqueue(TestQueue.job("q", 99));
      }
      PGConnection notifications = listening.unwrap(PGConnection.class);
      assertThat(notifications.getNotifications(10_000)).as("another one is woken").isNotEmpty();
      enqueue();
      assertThat(notifications.getNotifications(10_000)).as("and named from then on").isNotEmpty();
      done.countDown();
    }
  }
}
