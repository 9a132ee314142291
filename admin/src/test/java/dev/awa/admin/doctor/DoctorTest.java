package dev.awa.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Duty;
import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Schedule;
import dev.awa.support.Roles;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Each exam finds the fault that is made for it, and is quiet without. */
final class DoctorTest {
  private static final Duration NOW = Duration.ZERO;
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final TestQueue queue = TestQueue.create();

  private static Diagnosis of(DataSource dataSource) {
    return new Doctor(dataSource, Awa::of, "awa", LONGEST).examine();
  }

  private List<Finding> by(Exam exam) throws SQLException {
    try (Connection connection = queue.begin()) {
      TestQueue.sql(connection, "SET LOCAL search_path = pg_catalog");
      return exam.on(new Patient(queue.dataSource(), queue.awa(), "awa", connection));
    }
  }

  private static List<String> found(List<Finding> findings) {
    return findings.stream().map(Finding::found).toList();
  }

  @Test
  void everythingIsLookedAtAndNothingIsChanged() throws SQLException {
    queue.enqueue("q", 3);
    long before = queue.number("SELECT count(*) FROM awa.jobs");
    Diagnosis diagnosis = of(queue.dataSource());
    assertThat(diagnosis.exams()).hasSize(17).allMatch(exam -> exam.failure() == null);
    assertThat(diagnosis.isComplete()).isTrue();
    assertThat(diagnosis.findings())
        .as("nobody works on a queue with jobs")
        .anyMatch(finding -> finding.exam().equals("queue") && finding.evidence().endsWith(": q"));
    assertThat(diagnosis.worst()).hasValue(Level.PROBLEM);
    assertThat(diagnosis.findings())
        .isSortedAccordingTo((a, b) -> b.level().compareTo(a.level()))
        .allMatch(finding -> !finding.consequence().isBlank() && !finding.remedy().isBlank());
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isEqualTo(before);
  }

  @Test
  void whatIsWellIsNotTold() throws SQLException {
    for (Exam exam :
        List.of(
            new SchemaExam(),
            new TablesExam(),
            new AutovacuumExam(),
            new PoolerExam(),
            new ClockExam(),
            new NotificationsExam(),
            new RingExam(),
            new WorkersExam(),
            new JobsExam(),
            new SchedulesExam())) {
      assertThat(by(exam)).as(exam.name()).isEmpty();
    }
  }

  @Test
  void anExamThatFailsKeepsNoOtherFromBeingMade() throws SQLException {
    queue.sql("ALTER VIEW awa.schedules_now RENAME TO gone");
    Diagnosis diagnosis = of(queue.dataSource());
    assertThat(diagnosis.isComplete()).isFalse();
    assertThat(diagnosis.exams())
        .filteredOn(exam -> exam.failure() != null)
        .extracting(Examined::exam)
        .contains("schedules")
        .doesNotContain("server", "horizon", "jobs");
  }

  @Test
  void aLookThatWaitsForALockIsGivenUpInTime() throws Exception {
    Doctor doctor = new Doctor(queue.dataSource(), Awa::of, "awa", Duration.ofSeconds(1));
    try (Connection holder = queue.begin()) {
      TestQueue.sql(holder, "LOCK TABLE awa.storage_state IN ACCESS EXCLUSIVE MODE");
      Diagnosis diagnosis =
          CompletableFuture.supplyAsync(doctor::examine).get(60, TimeUnit.SECONDS);
      assertThat(diagnosis.exams())
          .filteredOn(exam -> exam.exam().equals("schema"))
          .singleElement()
          .satisfies(exam -> assertThat(exam.failure()).startsWith("it took longer than 1 s: "));
      assertThat(diagnosis.exams())
          .filteredOn(exam -> exam.failure() == null)
          .extracting(Examined::exam)
          .contains("server", "horizon", "clock");
    }
  }

  @Test
  void aReaderMayExamine() throws Exception {
    Roles roles = new Roles();
    roles.migrate();
    Diagnosis diagnosis = of(roles.onDuty(Duty.READER));
    assertThat(diagnosis.exams()).allMatch(exam -> exam.failure() == null, "could be looked at");
    assertThat(found(diagnosis.findings())).contains("this role sees little of other sessions");
  }

  /** Of other roles' sessions a reader sees little; it counts them all the same. */
  @Test
  void aReaderCountsTheConnectionsOfOthers() throws Exception {
    Roles roles = new Roles();
    roles.migrate();
    PGSimpleDataSource reader = roles.onDuty(Duty.READER);
    try (Connection one = roles.dba().getConnection();
        Connection other = roles.dba().getConnection();
        Connection own = reader.getConnection()) {
      assertThat(one.isClosed() || other.isClosed()).isFalse();
      Patient patient = new Patient(reader, Awa.of(reader), "awa", own);
      assertThat(patient.<Integer>row("connections", row -> row.getInt("of_database")))
          .isEqualTo(3);
    }
  }

  @Test
  void aRoleThatBeginsReadOnlyOrWithoutConnectionsIsTold() throws Exception {
    Roles roles = new Roles();
    roles.migrate();
    var reader = roles.onDuty(Duty.READER);
    roles.sql("ALTER ROLE " + reader.getUser() + " SET default_transaction_read_only = on");
    roles.sql("ALTER ROLE " + reader.getUser() + " CONNECTION LIMIT 5");
    assertThat(found(of(reader).findings()))
        .contains("transactions begin read-only", "connections of this role run out");
  }

  @Test
  void theSettingsOfTheServerAreJudged() throws SQLException {
    queue.sql(
        "ALTER DATABASE "
            + queue.texts("SELECT current_database()").getFirst()
            + " SET synchronous_commit = off");
    assertThat(by(new ServerExam()))
        .anySatisfy(finding -> {
          assertThat(finding.level()).isEqualTo(Level.WARNING);
          assertThat(finding.evidence()).isEqualTo("synchronous_commit = off");
          assertThat(finding.remedy()).contains("ALTER SYSTEM SET synchronous_commit = on");
        });
  }

  @Test
  void anIndexThatIsNotUsedIsNamed() throws SQLException {
    queue.sql(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
            + " 'awa.operations_at_work'::regclass");
    assertThat(by(new SchemaExam()))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.remedy())
                .isEqualTo("REINDEX INDEX CONCURRENTLY awa.operations_at_work;"));
  }

  @Test
  void aSchemaOfAnotherVersionIsToldInWords() throws SQLException {
    queue.sql("DELETE FROM awa.storage_state");
    assertThat(by(new SchemaExam()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.evidence()).contains("restored without the rows"));
  }

  @Test
  void deadRowsAndTablesThatVacuumLeavesOutAreTold() throws Exception {
    queue.sql("ALTER TABLE awa.queues SET (autovacuum_enabled = off)");
    queue.awa().queues().pause("q", "test");
    queue.sql("CREATE TABLE awa.extra AS SELECT generate_series(1, 500) AS n");
    queue.sql("DELETE FROM awa.extra");
    Eventually.holds("statistics come a moment later", () -> by(new TablesExam(100)).size() == 2);
    assertThat(found(by(new TablesExam(100))))
        .containsExactlyInAnyOrder("autovacuum leaves a table out", "a table is mostly dead rows");
  }

  @Test
  void whoKeepsTheHorizonIsNamedWithTheWayToEndIt() throws Exception {
    assertThat(by(new HorizonExam())).isEmpty();
    try (Connection holder = queue.begin()) {
      TestQueue.sql(holder, "SELECT pg_current_xact_id()");
      long pid = TestQueue.number(holder, "SELECT pg_backend_pid()");
      Eventually.holds("it is open", () -> !by(new HorizonExam(NOW, 1_000_000)).isEmpty());
      assertThat(by(new HorizonExam(NOW, 1_000_000)))
          .anySatisfy(finding -> {
            assertThat(finding.found()).isEqualTo("session " + pid + " keeps the horizon");
            assertThat(finding.remedy()).contains("pg_terminate_backend(" + pid + ")");
          });
    }
  }

  @Test
  void aLongVacuumKeepsNoHorizon() throws Exception {
    queue.sql("CREATE TABLE large AS SELECT n FROM generate_series(1, 50000) AS n");
    queue.sql("DELETE FROM large WHERE n % 200 = 0");
    String running = "SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = 'large'::regclass";
    try (Connection vacuum = queue.connect()) {
      TestQueue.sql(vacuum, "SET vacuum_cost_limit = 1");
      TestQueue.sql(vacuum, "SET vacuum_cost_delay = 100");
      long pid = TestQueue.number(vacuum, "SELECT pg_backend_pid()");
      Thread at = Thread.ofVirtual().start(() -> vacuum(vacuum));
      Eventually.holds("it is at work", () -> queue.number(running) == 1);
      assertThat(found(by(new HorizonExam(NOW, 1_000_000))))
          .doesNotContain("session " + pid + " keeps the horizon");
      assertThat(queue.number(running)).as("it was at work meanwhile").isEqualTo(1);
      queue.sql("SELECT pg_cancel_backend(?)", (int) pid);
      at.join();
    }
  }

  private static void vacuum(Connection connection) {
    try {
      TestQueue.sql(connection, "VACUUM large");
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("canceling statement");
    }
  }

  @Test
  void aForgottenPreparedTransactionIsNamed() throws Exception {
    try (Connection connection = queue.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      statement.execute("SELECT pg_current_xact_id()");
      statement.execute("PREPARE TRANSACTION 'it''s forgotten'");
      try {
        Eventually.holds("it is open", () -> !by(new StandbysExam(NOW)).isEmpty());
        assertThat(by(new StandbysExam(NOW)))
            .filteredOn(finding -> finding.evidence().startsWith("it's forgotten"))
            .singleElement()
            .satisfies(finding -> assertThat(finding.remedy()).contains("'it''s forgotten'"));
        assertThat(found(by(new HorizonExam(NOW, 1_000_000))))
            .contains("prepared transaction it's forgotten keeps the horizon");
      } finally {
        statement.execute("ROLLBACK PREPARED 'it''s forgotten'");
      }
    }
    assertThat(by(new StandbysExam(NOW))).isEmpty();
  }

  @Test
  void aSlotThatKeepsWalIsNamed() throws SQLException {
    String slot = "doctor_" + Math.abs(TestQueue.nonce());
    queue.sql("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
    try {
      queue.enqueue("q", 100);
      assertThat(by(new SlotsExam(10)))
          .filteredOn(finding -> finding.found().contains(slot))
          .singleElement()
          .satisfies(finding -> assertThat(finding.remedy()).contains("drop_replication_slot"));
      assertThat(found(by(new SlotsExam()))).noneMatch(words -> words.contains(slot));
    } finally {
      queue.sql("SELECT pg_drop_replication_slot('" + slot + "')");
    }
  }

  @Test
  void aClockThatIsOffIsToldWithItsDirection() throws SQLException {
    assertThat(by(new ClockExam(() -> System.currentTimeMillis() - 60_000)))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.evidence()).startsWith("the server is 60.").contains("ahead of"));
    assertThat(by(new ClockExam(() -> System.currentTimeMillis() + 60_000)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.evidence()).contains("behind this machine"));
  }

  @Test
  void theQueueOfNotificationsIsToldWithWhoMayKeepIt() throws SQLException {
    assertThat(by(new NotificationsExam(0)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.evidence()).contains("% of it"));
  }

  @Test
  void aRingThatFillsUpSaysWhatKeepsIt() throws SQLException {
    TestRing ring = new TestRing(queue);
    for (int i = 0; i < 8; i++) {
      queue.enqueue("q", 1);
      ring.rotate();
    }
    assertThat(by(new RingExam()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.found()).isEqualTo("the ring fills up");
          assertThat(finding.evidence()).contains("9 of 16").contains("q");
        });
  }

  @Test
  void aRingThatIsFullOfHistoryAloneIsWell() throws SQLException {
    TestRing ring = new TestRing(queue);
    long worker = queue.worker();
    for (int i = 1; i <= 12; i++) { // of five minutes each, as a day of work leaves them
      queue.enqueue("q", 1);
      queue.flush(worker, i, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
      ring.rotate();
    }
    assertThat(by(new RingExam())).isEmpty();
  }

  @Test
  void anOpenTransactionThatKeepsTheOldestSegmentIsTold() throws Exception {
    TestRing ring = new TestRing(queue);
    try (Connection holder = queue.begin()) {
      queue.awa().enqueue(holder, TestQueue.job("q", 1));
      ring.rotate();
      ring.rotate();
      assertThat(by(new RingExam()))
          .anySatisfy(finding ->
              assertThat(finding.found())
                  .isEqualTo("an open transaction has used the oldest segment"));
    }
  }

  @Test
  void aHandlerThatHangsIsToldWithItsWorkerAndJob() throws Exception {
    List<Long> jobs = queue.enqueue("q", 2);
    queue.claim(queue.worker(), "q", 2);
    WorkersExam exam = new WorkersExam(Duration.ofMillis(5));
    Eventually.holds("they run", () -> !by(exam).isEmpty());
    assertThat(by(exam))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.found()).isEqualTo("jobs of kind test run for very long");
          assertThat(finding.evidence()).startsWith("2 on worker ");
          assertThat(jobs).anyMatch(job -> finding.remedy().contains("awa job cancel " + job));
        });
    assertThat(by(new WorkersExam())).isEmpty();
  }

  @Test
  void aWorkerThatIsSilentIsNamed() throws SQLException {
    queue.worker();
    queue.sql("UPDATE awa.beats SET beat_at = beat_at - interval '20 s'");
    assertThat(found(by(new WorkersExam()))).anyMatch(words -> words.endsWith("is silent"));
  }

  @Test
  void jobsThatFailAgainAndAgainAreTold() throws SQLException {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      jobs.add(TestQueue.job("q", i).withDelay(Duration.ofHours(1)));
    }
    long job = queue.awa().enqueueAll(jobs).getFirst().id();
    assertThat(by(new JobsExam())).isEmpty();
    queue.sql(
        "UPDATE awa.deferred_jobs SET state = 'retryable', run_no = 21, attempt = 20, max_attempts"
            + " = 1000");
    queue.sql("UPDATE awa.deferred_jobs SET run_no = 22, attempt = 21 WHERE job_id = ?", job);
    assertThat(by(new JobsExam()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.evidence()).startsWith("50 have").contains("21 of 1000 attempts");
          assertThat(finding.remedy()).contains("awa job show " + job);
        });
  }

  @Test
  void schedulesThatDoNotFireOrCanNotRunAreTold() throws Exception {
    queue
        .awa()
        .schedules()
        .add(
            "people",
            Schedule.every("nightly", Duration.ofSeconds(1), TestQueue.job("q", 1)),
            "test");
    SchedulesExam exam = new SchedulesExam(Duration.ofMillis(100));
    Eventually.holds("it is late", () -> !by(exam).isEmpty());
    assertThat(found(by(exam))).containsExactly("schedule nightly does not fire");
  }
}
