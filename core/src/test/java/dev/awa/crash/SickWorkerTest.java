package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.engine.Claimed;
import dev.awa.engine.Workers.Promise;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A worker stands still in the middle of a call, and the server keeps the locks of the call: the
 * worker's and the stripe's. Others go on: maintenance at once, the stripe when the leader has
 * ended the server process.
 */
final class SickWorkerTest {
  /** The locks that a claim has while its answer is on its way. */
  private static final String LOCKS_OF_A_CLAIM =
      "SELECT pg_advisory_xact_lock_shared(?), pg_advisory_xact_lock(awa.stripe_lock('q',"
          + " 0::int2))";

  private static final Promise QUICK =
      new Promise(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofMillis(500));

  private final LogLines log = new LogLines("dev.awa");

  @AfterEach
  void closeLog() {
    log.close();
  }

  private static Worker healthy(DataSource dataSource) {
    WorkerConfig config = WorkerConfig.defaults().withName("healthy");
    return Worker.of(dataSource)
        .config(config)
        .queue("q")
        .queue("other")
        .handler(
            "test", RawJson.class, (args, context) -> Outcome.complete(), Backoff.exponential())
        .start();
  }

  private static void awaitCompleted(TestQueue queue, long id) {
    Eventually.holds(
        () -> "job " + id + " is completed: " + queue.awa().jobs().find(id),
        () -> queue.awa().jobs().find(id).orElseThrow().state() == JobState.COMPLETED);
  }

  /** The claim is undone with its process, so its runs are claimed by others and not rescued. */
  @Test
  void whoStandsStillInAClaimStopsNobody() throws SQLException {
    TestQueue queue = TestQueue.create();
    long sick = queue.worker(QUICK);
    long id = queue.awa().enqueue(TestQueue.job("q", 1)).id();
    try (Connection call = queue.begin()) {
      TestQueue.sql(call, LOCKS_OF_A_CLAIM, sick);
      Claimed claimed = queue.engine().claimLog().claim(call, TestQueue.request(sick, "q", 1));
      assertThat(TestQueue.jobs(claimed)).containsExactly(id);
      try (Worker healthy = healthy(queue.dataSource())) {
        awaitCompleted(queue, id);
        Eventually.holds(
            "the sick one is forgotten",
            () -> queue.number("SELECT count(*) FROM awa.workers WHERE id = ?", sick) == 0);
      }
    }
    assertThat(log.all())
        .anyMatch(
            line -> line.startsWith("WARN healthy: server process") && line.contains("was ended"));
  }

  /** Maintenance goes on beside it, and the log says what to do. */
  @Test
  void aProcessThatMayNotBeEndedStopsOnlyItsStripe() throws SQLException {
    PGSimpleDataSource everything = (PGSimpleDataSource) TestServer.newDatabase();
    String role = "app_" + everything.getDatabaseName();
    try (Connection superuser = everything.getConnection()) {
      TestQueue.sql(superuser, "CREATE ROLE " + role + " LOGIN");
      TestQueue.sql(
          superuser, "GRANT CREATE ON DATABASE " + everything.getDatabaseName() + " TO " + role);
    }
    PGSimpleDataSource application = new PGSimpleDataSource();
    application.setURL(everything.getURL());
    application.setUser(role);
    TestQueue queue = TestQueue.in(application, "awa");
    long sick = queue.worker(QUICK);
    long id = queue.awa().enqueue(TestQueue.job("q", 1)).id();
    try (Connection call = everything.getConnection()) {
      call.setAutoCommit(false);
      TestQueue.sql(call, LOCKS_OF_A_CLAIM, sick);
      try (Worker healthy = healthy(application)) {
        Eventually.holds(
            () -> "it is said: " + log.all(),
            () ->
                log.all().stream()
                    .anyMatch(line ->
                        line.startsWith("ERROR healthy: server process")
                            && line.contains("role \"" + everything.getUser() + '"')));
        Job<?> later = TestQueue.job("other", 1).withDelay(Duration.ofMillis(1));
        awaitCompleted(queue, queue.awa().enqueue(later).id());
        assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.AVAILABLE);
        call.rollback();
        awaitCompleted(queue, id);
      }
    }
  }
}
