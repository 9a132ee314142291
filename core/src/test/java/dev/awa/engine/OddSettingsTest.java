package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.Outcome;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.support.Roles;
import dev.awa.support.Shadows;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole life of jobs, every statement of it, where the database is set up in odd ways. */
@Tag("every-postgres")
final class OddSettingsTest {
  /** Everything that a worker, a client and an operator send, with their rights and no more. */
  @Test
  void withTheRightsOfTheirDutiesAndAForeignSearchPath() throws Exception {
    Roles roles = new Roles();
    Shadows shadows = Shadows.in(roles.dba());
    roles.migrate();
    TestQueue queue = TestQueue.of(roles.onDuty(Duty.WORKER, Duty.OPERATOR));
    roles.sql(
        "ALTER ROLE " + roles.named("worker") + " SET search_path = shadow, pg_catalog, public");
    // a life migrates too, and finds nothing to do
    roles.sql("GRANT EXECUTE ON FUNCTION awa.make_missing_rows TO " + roles.named("worker"));
    // the row of the lead is gone by then, as a restore without rows leaves it
    roles.sql("GRANT DELETE, INSERT ON awa.leadership TO " + roles.named("worker"));
    // and it makes rows of statistics old
    roles.sql("GRANT UPDATE ON awa.timings, awa.depths TO " + roles.named("worker"));
    new EveryStatement(queue).live();
    List<String> ours =
        SqlFilesTest.statements().stream()
            .map(file -> numbered(Sql.of(Engine.DEFAULT_SCHEMA, file).text()))
            .toList();
    assertThat(shadows.called())
        .isNotEmpty() // the test's own statements, which name no schema
        .noneMatch(called -> ours.stream().anyMatch(called::endsWith));
  }

  /** What a migration sends, before it has a search path of its own. */
  @Test
  void aMigrationUnderAForeignSearchPath() throws Exception {
    Roles roles = new Roles();
    Shadows shadows = Shadows.in(roles.dba());
    roles.sql(
        "ALTER ROLE " + roles.named("owner") + " SET search_path = shadow, pg_catalog, public");
    roles.migrate();
    assertThat(shadows.called()).isEmpty();
  }

  /** As the driver sends it. */
  private static String numbered(String statement) {
    StringBuilder text = new StringBuilder();
    int n = 0;
    for (String part : statement.split("\\?", -1)) {
      text.append(n == 0 ? "" : "$" + n).append(part);
      n++;
    }
    return text.toString();
  }

  @Test
  void withEveryCheckOfPlpgsqlAnError() throws SQLException {
    TestQueue queue = TestQueue.create();
    queue.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET plpgsql.extra_errors = %L',"
            + " current_database(), 'all'); END $$");
    Awa.of(queue.dataSource(), "another").migrate();
    new EveryStatement(queue).live();
  }

  @Test
  void whereThereIsNoSchemaItSaysHowToMakeIt() throws SQLException {
    Awa another = Awa.of(TestQueue.create().dataSource(), "another");
    assertThatThrownBy(() -> another.enqueue(TestQueue.job("q", 1)))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("awa migrate");
  }

  /** So does a hot standby. */
  @Test
  void whereNothingMayBeWrittenJobsAreSeenAndTheRestSaysWhereToGo() throws SQLException {
    TestQueue queue = TestQueue.create();
    long job = queue.awa().enqueue(TestQueue.job("q", 1)).id();
    queue.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
            + " current_database()); END $$");
    Awa awa = queue.awa();
    assertThat(awa.jobs().find(job)).isPresent();
    assertThat(awa.jobs().list(JobFilter.newest(10))).hasSize(1);
    assertThat(awa.queues().stats("q").available()).isEqualTo(1);
    assertThat(awa.storage().status(1).segments()).hasSize(1);
    Worker.Builder worker =
        Worker.of(queue.dataSource())
            .queue("q")
            .handler(
                "test",
                RawJson.class,
                (args, context) -> Outcome.complete(),
                Backoff.exponential());
    assertThat(
            List.<ThrowingCallable>of(
                () -> awa.enqueue(TestQueue.job("q", 2)),
                () -> awa.jobs().cancel(job, "not here"),
                () -> awa.queues().pause("q", "nobody"),
                worker::start))
        .allSatisfy(call ->
            assertThatThrownBy(call)
                .isInstanceOf(AwaException.class)
                .hasMessageContaining("go to the primary"));
  }

  /** As in databases that came from before 9.1: what one way to enqueue holds, the others find. */
  @Test
  void withBackslashesThatEscape() throws SQLException {
    TestQueue queue = TestQueue.create();
    queue.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET standard_conforming_strings = off',"
            + " current_database()); END $$");
    List<Job<RawJson>> jobs = new ArrayList<>();
    for (int i = 0; i <= ReadyLog.CHUNK; i++) {
      jobs.add(
          Job.of("test", new RawJson("{\"n\": " + i + ".50, \"t\": \"\\\\\"}"))
              .withUnique(Unique.byArguments()));
    }
    Enqueued first = queue.awa().enqueue(jobs.getFirst());
    List<Enqueued> all = queue.awa().enqueueAll(jobs);
    assertThat(all.getFirst()).isEqualTo(new Enqueued(first.id(), true));
    assertThat(all.stream().filter(Enqueued::duplicate)).hasSize(1);
    assertThat(queue.awa().enqueue(jobs.getLast()))
        .isEqualTo(new Enqueued(all.getLast().id(), true));
    assertThat(
            queue.number(
                "SELECT job_id FROM awa.enqueue('test', E'{\"t\": \"\\\\\\\\\", \"n\": 1.5}',"
                    + " \"unique\" => '{\"args\": true}')"))
        .isEqualTo(all.get(1).id());
    new EveryStatement(queue).live();
  }

  /** Triggers that are enabled as usual do not fire there, nor do foreign keys. */
  @Test
  void withTriggersTurnedOff() throws SQLException {
    TestQueue queue = TestQueue.create();
    queue.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica',"
            + " current_database()); END $$");
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofMillis(1)));
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(2);
    queue.sql("UPDATE awa.deferred_jobs SET run_at = '2020-01-01'");
    queue.with(tx -> queue.engine().deferredJobs().promote(tx, 1, null));
    QueueStats stats = queue.awa().queues().stats("q");
    assertThat(stats.scheduled()).isEqualTo(1);
    assertThat(stats.available()).isEqualTo(1);
    queue.sql("TRUNCATE awa.deferred_jobs");
    assertThat(queue.awa().queues().stats("q").scheduled()).isZero();

    long worker = queue.worker();
    assertThat(queue.<Boolean>with(tx -> queue.engine().workers().leave(tx, worker))).isTrue();
    assertThat(queue.number("SELECT count(*) FROM awa.beats")).isZero();
  }
}
