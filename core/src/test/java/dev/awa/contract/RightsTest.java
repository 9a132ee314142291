package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.RawJson;
import dev.awa.SchemaException;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.Roles;
import dev.awa.support.Shadows;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Whoever works with the queue needs the rights of its duty and no more: no ownership, no CREATE.
 * What it lacks it is told, by the statement that helps. What others have made in schemas of its
 * search path is never called.
 */
@Tag("every-postgres")
final class RightsTest {
  private final Roles roles = new Roles();

  RightsTest() throws SQLException {}

  // --- each does its duty ---

  @Test
  void aProducerEnqueuesInEveryWayAndReadsNothing() throws SQLException {
    roles.migrate();
    DataSource source = roles.onDuty(Duty.PRODUCER);
    Awa producer = Awa.of(source);
    produce(producer, source);
    assertThatThrownBy(() -> producer.jobs().find(1))
        .hasMessageContaining("42501")
        .hasMessageContaining("lacks rights on schema \"awa\" that a reader needs")
        .hasMessageContaining(
            "grant them: GRANT SELECT ON TABLE awa.ready_entries TO "
                + roles.named("producer")
                + "; and ")
        .hasMessageContaining("awa grants reader " + roles.named("producer"));
    try (Connection connection = source.getConnection()) {
      for (String sql :
          List.of(
              "SELECT args FROM awa.ready_entries",
              "SELECT args FROM awa.deferred_jobs",
              "DELETE FROM awa.unique_keys",
              "TRUNCATE awa.ready_entries_0",
              "SELECT awa.summarize()")) {
        assertThatThrownBy(() -> TestQueue.sql(connection, sql))
            .as(sql)
            .hasMessageContaining("permission denied");
      }
    }
    assertThat(Awa.of(roles.as("owner")).queues().stats("q").available()).isEqualTo(7);
  }

  /** Seven jobs, one of them unique, and one that is due later. */
  private static void produce(Awa producer, DataSource source) throws SQLException {
    producer.enqueue(TestQueue.job("q", 1));
    producer.enqueueAll(List.of(TestQueue.job("q", 2), TestQueue.job("q", 3)));
    Job<RawJson> unique = TestQueue.job("q", 4).withUnique(Unique.byArguments());
    assertThat(producer.enqueueAll(List.of(unique, unique)).getLast().duplicate()).isTrue();
    producer.copy(List.of(TestQueue.job("q", 5), TestQueue.job("q", 6)).iterator(), one -> {});
    Job<RawJson> waits =
        TestQueue.job("q", 7)
            .withDelay(Duration.ofHours(1))
            .withUnique(Unique.byText("waits").orReplace());
    assertThat(producer.enqueueAll(List.of(waits, waits)).getLast().verdict())
        .isEqualTo(Enqueued.Verdict.REPLACED);
    try (Connection connection = source.getConnection()) {
      TestQueue.texts(connection, "SELECT job_id FROM awa.enqueue('test', '{}', queue => 'q')");
    }
  }

  @Test
  void aReaderSeesAllAndChangesNothing() throws SQLException {
    roles.migrate();
    Awa owner = Awa.of(roles.as("owner"));
    long id = owner.enqueue(TestQueue.job("q", 1)).id();
    DataSource source = roles.onDuty(Duty.READER);
    Awa reader = Awa.of(source);
    reader.check();
    assertThat(reader.queues().list()).hasSize(1);
    assertThat(reader.queues().stats("q").available()).isEqualTo(1);
    assertThat(reader.jobs().find(id)).isPresent();
    assertThat(reader.jobs().list(JobFilter.newest(10))).hasSize(1);
    assertThat(reader.jobs().outputs(id)).isEmpty();
    reader.storage().status(10);
    try (Connection connection = source.getConnection()) {
      assertThat(TestQueue.number(connection, "SELECT count(*) FROM awa.jobs")).isEqualTo(1);
    }
    assertThatThrownBy(() -> reader.queues().pause("q", "me"))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("that an operator needs")
        .hasMessageContaining("awa grants operator ");
    assertThatThrownBy(() -> reader.jobs().cancel(id, "no")).hasMessageContaining("42501");
  }

  /** All of it under a search path that others have written to. */
  @Test
  void aWorkerRunsJobsAndNothingOfOthersIsCalled() throws Exception {
    Shadows shadows = Shadows.in(roles.dba());
    assertThat(shadows.count()).isGreaterThan(500);
    lookAt("owner");
    roles.migrate();
    for (Duty duty : List.of(Duty.PRODUCER, Duty.OPERATOR, Duty.WORKER)) {
      roles.onDuty(duty);
      lookAt(duty.toString());
    }
    DataSource source = roles.as("producer");
    produce(Awa.of(source), source);
    List<String> ran = new ArrayList<>();
    try (Worker worker =
        Worker.of(roles.as("worker"))
            .queue("q")
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  context.print("ran");
                  synchronized (ran) {
                    ran.add(args.toString());
                  }
                  return dev.awa.Outcome.complete();
                },
                dev.awa.worker.Backoff.exponential())
            .start()) {
      Awa operator = Awa.of(roles.as("operator"));
      Eventually.holds(
          () -> "seven have run: " + operator.queues().stats("q"),
          () -> operator.queues().stats("q").completed() == 7);
      assertThat(worker.isHearing()).isTrue();
      operator.queues().pause("q", "me");
      operator.queues().split("q", 2, "test");
      Awa.of(roles.as("worker")).storage().rotate();
      operator.storage().status(10);
      operator.jobs().list(JobFilter.newest(10));
    }
    assertThat(shadows.called()).isEmpty();
  }

  private void lookAt(String role) throws SQLException {
    roles.sql("ALTER ROLE " + roles.named(role) + " SET search_path = shadow, pg_catalog, public");
  }

  // --- what is missing is said ---

  @Test
  void whatAWorkerLacksIsSaidWhenItStartsWithTheGrantThatHelps() throws SQLException {
    roles.migrate();
    DataSource source = roles.onDuty(Duty.WORKER);
    String role = roles.named("worker");
    roles.sql("REVOKE TRUNCATE ON awa.claims_3 FROM " + role);
    roles.sql("REVOKE UPDATE ON awa.beats, awa.lane_tallies FROM " + role);
    roles.sql("REVOKE EXECUTE ON FUNCTION awa.flush FROM " + role);
    List<String> grants =
        List.of(
            "GRANT UPDATE ON TABLE awa.lane_tallies, awa.beats TO " + role,
            "GRANT TRUNCATE ON TABLE awa.claims_3 TO " + role,
            "GRANT EXECUTE ON FUNCTION awa.flush TO " + role);
    assertThatThrownBy(() -> Worker.of(source).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(String.join("; ", grants) + ".");
    for (String grant : grants) {
      roles.sql(grant);
    }
    Worker.of(source).queue("q").start().close();
  }

  @Test
  void aRoleWithoutAnyRightIsToldAllThatItNeeds() throws SQLException {
    roles.migrate();
    roles.role("nobody");
    DataSource source = roles.as("nobody");
    assertThatThrownBy(() -> Worker.of(source).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("GRANT USAGE ON SCHEMA awa TO " + roles.named("nobody"));
    assertThatThrownBy(() -> Awa.of(source).enqueue(TestQueue.job("q", 1)))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("(SQLSTATE 42501): this role lacks rights")
        .hasMessageContaining("GRANT USAGE ON SCHEMA awa TO " + roles.named("nobody"));
    try (Connection tx = source.getConnection()) {
      tx.setAutoCommit(false);
      assertThatThrownBy(() -> Awa.of(source).enqueue(tx, TestQueue.job("q", 1)))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("awa grants producer " + roles.named("nobody"));
    }
  }

  /** With autosave the driver undoes the failed statement alone: the transaction is still good. */
  @Test
  void aTransactionThatWasJoinedGoesOnAfterARefusal() throws SQLException {
    roles.migrate();
    roles.role("nobody");
    roles.sql("CREATE TABLE public.orders (what text)");
    roles.sql("GRANT ALL ON public.orders TO " + roles.named("nobody"));
    PGSimpleDataSource source = roles.as("nobody");
    source.setAutosave(AutoSave.ALWAYS);
    try (Connection tx = source.getConnection()) {
      tx.setAutoCommit(false);
      Awa awa = Awa.of(new SingleConnectionDataSource(tx, true)).joining();
      TestQueue.sql(tx, "INSERT INTO orders VALUES ('before')");
      assertThatThrownBy(() -> awa.enqueue(TestQueue.job("q", 1)))
          .isInstanceOf(AwaException.class)
          .hasMessageContaining("awa grants producer " + roles.named("nobody"));
      TestQueue.sql(tx, "INSERT INTO orders VALUES ('after')");
      tx.commit();
      assertThat(TestQueue.number(tx, "SELECT count(*) FROM orders")).isEqualTo(2);
    }
  }

  @Test
  void aRoleThatNoServerCanHaveIsRefused() {
    Awa awa = Awa.of(roles.dba());
    assertThatThrownBy(() -> awa.grants(Duty.READER, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("role: name must have 1 to 63 bytes");
    assertThatThrownBy(() -> awa.grants(Duty.READER, "r".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRebaseSaysBeforehandThatItMayMakeNoTemporaryTables() throws SQLException {
    roles.migrate();
    DataSource source = roles.onDuty(Duty.WORKER);
    String database = roles.dba().getDatabaseName();
    String role = roles.named("worker");
    roles.sql("REVOKE TEMPORARY ON DATABASE " + database + " FROM " + role);
    assertThatThrownBy(() -> Awa.of(source).storage().rebase())
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("GRANT TEMPORARY ON DATABASE " + database + " TO " + role);
    assertThat(Awa.of(source).grants(Duty.WORKER, "any")).contains("TEMPORARY ON DATABASE");
    roles.sql("GRANT TEMPORARY ON DATABASE " + database + " TO " + role);
    Awa.of(source).storage().rebase();
  }

  @Test
  void aMigrationGivesThoseWhoHaveRightsWhatIsNew() throws SQLException {
    roles.migrate();
    DataSource source = roles.onDuty(Duty.WORKER);
    roles.sql("DROP FUNCTION awa.rotate(bigint, bigint)"); // as if the next release brought it
    roles.sql("DELETE FROM awa.schema_history WHERE version = 0");
    roles.migrate();
    Worker.of(source).queue("q").start().close();
  }

  /** Another's right to create is not needed where the schema is there. */
  @Test
  void theScriptTooNeedsNoRightToCreateASchemaThatIsThere() throws SQLException {
    try (Connection connection = roles.as("owner").getConnection()) {
      TestQueue.script(connection, Awa.of(roles.as("owner")).migrationScript());
    }
    Awa.of(roles.as("owner")).check();
  }

  @Test
  void publicMayDoNothing() throws SQLException {
    roles.migrate();
    String all =
        """
        SELECT c.relname || ' ' || a.privilege_type
        FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
        WHERE c.relnamespace = 'awa'::regnamespace AND a.grantee = 0
        UNION ALL
        SELECT p.proname || '() ' || a.privilege_type
        FROM pg_proc p
        CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
        WHERE p.pronamespace = 'awa'::regnamespace AND a.grantee = 0
        UNION ALL
        SELECT t.typname || ' ' || a.privilege_type -- of row types the table's rights decide
        FROM pg_type t
        JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
        CROSS JOIN LATERAL aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) AS a
        WHERE t.typnamespace = 'awa'::regnamespace AND a.grantee = 0
        UNION ALL
        SELECT n.nspname || ' ' || a.privilege_type
        FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
        WHERE n.nspname = 'awa' AND a.grantee = 0
        """;
    try (Connection connection = roles.dba().getConnection()) {
      assertThat(TestQueue.texts(connection, all)).isEmpty();
    }
  }

  /** Whoever may execute them has the owner's rights within them. */
  @Test
  void nothingRunsWithTheOwnersRightsButWhatOnlyHeCanDo() throws SQLException {
    roles.migrate();
    try (Connection connection = roles.dba().getConnection()) {
      assertThat(
              TestQueue.texts(
                  connection,
                  "SELECT proname FROM pg_proc WHERE pronamespace = 'awa'::regnamespace"
                      + " AND prosecdef ORDER BY 1"))
          .containsExactly("forget_first_range", "lock_waiting", "overwrite_waiting", "summarize");
      assertThat(
              TestQueue.texts(
                  connection,
                  "SELECT proname FROM pg_proc WHERE pronamespace = 'awa'::regnamespace AND"
                      + " prosecdef AND NOT 'search_path=pg_catalog, pg_temp' = ANY (proconfig)"))
          .isEmpty();
    }
  }
}
