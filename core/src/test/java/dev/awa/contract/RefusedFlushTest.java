package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database takes no ending for a while, for reasons that are none of the endings': each is
 * stored in the end, once, and nothing runs twice.
 */
@Tag("every-postgres")
final class RefusedFlushTest extends WorkerCase {
  private static final int JOBS = 400;
  private static final int PERMITS = 50;
  private static final String FLUSH =
      "awa.flush(bigint, bigint, smallint[], integer[], bigint[], bigint[], smallint[], smallint[],"
          + " smallint[], jsonb)";

  private final LogLines log = new LogLines("dev.awa");
  private final AtomicInteger starts = new AtomicInteger();
  private final CountDownLatch refused = new CountDownLatch(1);

  @AfterEach
  void stopListening() {
    log.close();
  }

  private Worker.Builder worker(DataSource dataSource) {
    return Worker.of(dataSource)
        .config(config())
        .queue("q", PERMITS)
        .listen(JobEvent.class, events::add)
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              if (starts.incrementAndGet() > JOBS / 2) {
                refused.await();
              }
              return Outcome.complete();
            },
            Backoff.exponential());
  }

  /** Half of the jobs have run, and more wait to end. */
  private void awaitHalf(Worker worker) {
    Eventually.holds(
        () -> "half have run, and others wait: " + starts,
        () -> starts.get() >= JOBS / 2 + PERMITS && worker.running() == PERMITS);
  }

  /** Handlers end now, and it is seen that their endings are refused. */
  private void endRefused(String state) {
    refused.countDown();
    Eventually.holds(
        () -> "the finisher has noticed: " + log.all(),
        () ->
            log.all().stream().anyMatch(line -> line.contains("finisher") && line.contains(state)));
  }

  private void assertEachEndedOnce(Worker worker) throws SQLException {
    Eventually.holds(
        () -> "all complete: " + queue.awa().queues().stats("q"),
        () -> queue.awa().queues().stats("q").completed() == JOBS);
    Eventually.holds(
        "all are told of",
        () -> events.stream().filter(JobEvent.Completed.class::isInstance).count() == JOBS);
    assertThat(worker.keptEndings()).isZero();
    assertThat(starts).as("none runs twice").hasValue(JOBS);
    assertThat(events).noneMatch(JobEvent.Stale.class::isInstance);
    assertThat(queue.number("SELECT sum(n) FROM awa.closures")).isEqualTo(JOBS);
  }

  private void assertSignedOff() throws SQLException {
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
    assertThat(log.all()).as("lines of log").hasSizeLessThan(20);
  }

  @Test
  void aFunctionThatIsMissingCostsAPause() throws SQLException {
    List<Long> ids = queue.enqueue("q", JOBS);
    assertThat(ids).hasSize(JOBS);
    try (Worker worker = worker(queue.dataSource()).start()) {
      awaitHalf(worker);
      queue.sql("ALTER FUNCTION " + FLUSH + " RENAME TO flush_away");
      endRefused("42883");
      queue.sql("ALTER FUNCTION " + FLUSH.replace(".flush", ".flush_away") + " RENAME TO flush");
      assertEachEndedOnce(worker);
    }
    assertSignedOff();
  }

  @Test
  void aRightThatIsRevokedCostsAPause() throws SQLException {
    String role =
        "app_" + queue.number("SELECT oid FROM pg_database WHERE datname = current_database()");
    queue.sql("CREATE ROLE " + role + " LOGIN PASSWORD 'app'");
    queue.sql("GRANT USAGE ON SCHEMA awa TO " + role);
    queue.sql("GRANT ALL ON ALL TABLES IN SCHEMA awa TO " + role);
    queue.sql("GRANT ALL ON ALL SEQUENCES IN SCHEMA awa TO " + role);
    queue.sql("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA awa TO " + role);
    queue.enqueue("q", JOBS);
    try (Worker worker = worker(as(role)).start()) {
      awaitHalf(worker);
      queue.sql("REVOKE EXECUTE ON FUNCTION " + FLUSH + " FROM " + role);
      endRefused("42501");
      queue.sql("GRANT EXECUTE ON FUNCTION " + FLUSH + " TO " + role);
      assertEachEndedOnce(worker);
    }
    assertSignedOff();
  }

  private DataSource as(String role) {
    PGSimpleDataSource owner = (PGSimpleDataSource) queue.dataSource();
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(owner.getURL());
    dataSource.setDatabaseName(owner.getDatabaseName());
    dataSource.setUser(role);
    dataSource.setPassword("app");
    return dataSource;
  }

  /** As after a failover, while the other server still recovers. */
  @Test
  void aDatabaseThatIsReadOnlyCostsAPause() throws SQLException {
    queue.enqueue("q", JOBS);
    try (Worker worker = worker(queue.dataSource()).start()) {
      awaitHalf(worker);
      readOnly(true);
      refused.countDown();
      Eventually.holds("their handlers have ended", () -> worker.running() == 0);
      long refusedBefore = rollbacks();
      Eventually.holds("calls are refused", () -> rollbacks() >= refusedBefore + 10);
      assertThat(queue.awa().queues().stats("q").completed()).isLessThan(JOBS);
      readOnly(false);
      assertEachEndedOnce(worker);
    }
    assertSignedOff();
  }

  /** Counted when a backend ends, which it does after a refusal: the worker connects anew. */
  private long rollbacks() throws SQLException {
    return queue.number(
        "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()");
  }

  private void readOnly(boolean on) throws SQLException {
    String database = ((PGSimpleDataSource) queue.dataSource()).getDatabaseName();
    try (Connection connection = queue.connect()) {
      TestQueue.sql(connection, "SET default_transaction_read_only = off");
      TestQueue.sql(
          connection,
          "ALTER DATABASE "
              + database
              + " SET default_transaction_read_only = "
              + (on ? "on" : "off"));
      TestQueue.sql(
          connection,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
  }

  /** What could not be sent is left to others, and the worker does not say that it has ended. */
  @Test
  void aWorkerThatIsClosedMeanwhileDoesNotSignOff() throws SQLException {
    queue.enqueue("q", JOBS);
    try (Worker worker =
        worker(queue.dataSource()).config(config().withSendGrace(Duration.ofMillis(200))).start()) {
      awaitHalf(worker);
      queue.sql("ALTER FUNCTION " + FLUSH + " RENAME TO flush_away");
      endRefused("42883");
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("left to others").isEqualTo(1);
    assertThat(log.all()).anyMatch(line -> line.contains("could not be stored"));
  }
}
