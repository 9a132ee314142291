package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.RoleChanges;
import dev.awa.RoleDuties;
import dev.awa.RoleRight;
import dev.awa.client.Awa;
import dev.awa.support.Roles;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The roles of all duties are made by somebody who is no superuser, as on a managed server: who may
 * create roles (CREATEROLE), and schemas in this database.
 */
@Tag("every-postgres")
final class DutyRolesTest {
  private static final List<String> LOGS =
      List.of("claims_", "timings_", "depths_", "timing_sums_");

  private final Roles roles = new Roles();
  private final String prefix = roles.named("");
  private final DataSource admin;

  DutyRolesTest() throws SQLException {
    roles.sql("DROP SCHEMA awa");
    roles.role("admin");
    roles.sql("ALTER ROLE " + roles.named("admin") + " CREATEROLE");
    roles.sql(
        "GRANT CREATE ON DATABASE " + roles.dba().getDatabaseName() + " TO " + prefix + "admin");
    admin = roles.as("admin");
  }

  private RoleChanges create() {
    return Awa.of(admin).roles().create(prefix, false);
  }

  /** Somebody who logs in with a name of their own and has what a duty has. */
  private PGSimpleDataSource member(Duty duty) throws SQLException {
    String login = "login_" + duty;
    roles.role(login);
    try (Connection connection = admin.getConnection()) {
      TestQueue.script(connection, "GRANT " + prefix + duty + " TO " + roles.named(login));
    }
    return roles.as(login);
  }

  /** Whose objects are the migrator's. */
  private void migrateAsMember() throws SQLException {
    PGSimpleDataSource deployment = member(Duty.MIGRATOR);
    deployment.setOptions("-c role=" + prefix + Duty.MIGRATOR);
    Awa.of(deployment).migrate();
  }

  @Test
  void theRolesAreMadeThenTheMigratorMigratesThenTheyGetTheirRights() throws SQLException {
    RoleChanges first = create();
    assertThat(first.hasQueue()).isFalse();
    assertThat(first.gained())
        .contains(
            new RoleRight(prefix + "migrator", "owner of schema"),
            new RoleRight(prefix + "worker", "exists"))
        .hasSize(6);
    migrateAsMember();
    RoleChanges second = create();
    assertThat(second.hasQueue()).isTrue();
    assertThat(second.gained())
        .contains(new RoleRight(prefix + "reader", "SELECT ON TABLE jobs"))
        .hasSizeGreaterThan(500);
    assertThat(second.lost()).isEmpty();
    eachDoesItsDuty();
    assertThat(create()).isEqualTo(new RoleChanges(List.of(), List.of(), true));
    assertThat(ownersOfObjects()).containsExactly(prefix + "migrator");
  }

  private void eachDoesItsDuty() throws SQLException {
    Awa.of(member(Duty.PRODUCER)).enqueue(TestQueue.job("q", 1));
    assertThat(Awa.of(member(Duty.READER)).queues().stats("q").available()).isEqualTo(1);
    Awa.of(member(Duty.OPERATOR)).queues().pause("q", "me");
    Worker.of(member(Duty.WORKER)).queue("q").start().close();
  }

  private List<String> ownersOfObjects() throws SQLException {
    try (Connection connection = roles.dba().getConnection()) {
      return TestQueue.texts(
          connection,
          """
          SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'awa'
          UNION SELECT relowner::regrole::text FROM pg_class
          WHERE relnamespace = 'awa'::regnamespace
          UNION SELECT typowner::regrole::text FROM pg_type
          WHERE typnamespace = 'awa'::regnamespace
          UNION SELECT proowner::regrole::text FROM pg_proc
          WHERE pronamespace = 'awa'::regnamespace
          """);
    }
  }

  @Test
  void aQueueThatIsThereIsGivenToTheMigrator() throws SQLException {
    Awa.of(admin).migrate();
    assertThat(ownersOfObjects()).containsExactly(prefix + "admin");
    RoleChanges changes = create();
    assertThat(changes.gained())
        .contains(new RoleRight(prefix + "migrator", "owner of TABLE jobs"));
    assertThat(changes.lost())
        .as("what the owner before has lost")
        .contains(
            new RoleRight(prefix + "admin", "owner of schema"),
            new RoleRight(prefix + "admin", "owner of TABLE jobs"))
        .allMatch(one -> one.role().equals(prefix + "admin"));
    assertThat(ownersOfObjects()).containsExactly(prefix + "migrator");
    eachDoesItsDuty();
    assertThat(create().gained()).isEmpty();
    migrateAsMember();
    assertThatThrownBy(() -> Awa.of(admin).jobs().find(1))
        .as("who may create roles may do nothing in the schema")
        .hasMessageContaining("42501");
  }

  /** They are of the role that creates a table. */
  @Test
  void defaultPrivilegesOfTheAdminDoNotCountForTheMigrator() throws SQLException {
    roles.role("guest");
    try (Connection connection = admin.getConnection()) {
      TestQueue.script(
          connection, "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO " + roles.named("guest"));
    }
    create();
    roles.role("deployment");
    roles.sql("GRANT " + prefix + "migrator TO " + roles.named("deployment"));
    roles.sql("ALTER ROLE " + roles.named("deployment") + " SET role = " + prefix + "migrator");
    Awa.of(roles.as("deployment")).migrate();
    assertThat(ownersOfObjects()).containsExactly(prefix + "migrator");
    try (Connection connection = roles.dba().getConnection()) {
      assertThat(
              TestQueue.texts(
                  connection,
                  "SELECT has_table_privilege('"
                      + roles.named("guest")
                      + "', 'awa.jobs', 'SELECT')::text"))
          .containsExactly("false");
    }
  }

  @Test
  void whatADutyDoesNotNeedIsTaken() throws SQLException {
    Awa.of(admin).migrate();
    create();
    roles.sql("GRANT UPDATE ON awa.queues TO " + prefix + "worker");
    roles.sql("GRANT EXECUTE ON FUNCTION awa.cancel TO " + prefix + "reader");
    RoleChanges changes = create();
    assertThat(changes.gained()).isEmpty();
    assertThat(changes.lost())
        .containsExactlyInAnyOrder(
            new RoleRight(prefix + "worker", "UPDATE ON TABLE queues"),
            new RoleRight(prefix + "reader", "EXECUTE ON FUNCTION cancel"));
  }

  /** A GRANT and a TRUNCATE of one table fail, one of them: see rights/hold_logs.sql. */
  @Test
  void logsAreNotTruncatedMeanwhile() throws Exception {
    Awa.of(admin).migrate();
    create();
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Integer> truncating =
        new FutureTask<>(() -> {
          int times = 0;
          try (Connection connection = roles.dba().getConnection()) {
            while (!done.get()) {
              TestQueue.sql(connection, "TRUNCATE awa." + LOGS.get(times % 4) + times % 6);
              times++;
            }
          }
          return times;
        });
    Thread.ofVirtual().start(truncating);
    for (int i = 0; i < 5; i++) {
      create();
    }
    done.set(true);
    assertThat(truncating.get()).isPositive();
  }

  @Test
  void rolesMayLogIn() throws SQLException {
    create();
    RoleChanges changes = Awa.of(admin).roles().create(prefix, true);
    assertThat(changes.gained()).hasSize(5).allMatch(one -> one.what().equals("LOGIN"));
    assertThat(create().lost()).as("a role keeps its LOGIN").isEmpty();
  }

  /** As psql runs it. */
  @Test
  void theScriptDoesTheSame() throws SQLException {
    Awa.of(admin).migrate();
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '7s'");
      statement.execute(Awa.of(admin).roles().script(prefix, false));
      assertThat(String.valueOf(statement.getWarnings()))
          .contains("GRANT " + prefix + "worker, " + prefix + "operator TO " + prefix + "admin");
      assertThat(TestQueue.texts(connection, "SHOW lock_timeout")).containsExactly("7s");
      assertThat(TestQueue.texts(connection, "SHOW role")).containsExactly("none");
      assertThat(TestQueue.texts(connection, "SHOW search_path"))
          .containsExactly("\"$user\", public");
    }
    assertThat(create()).isEqualTo(new RoleChanges(List.of(), List.of(), true));
  }

  // --- giving the schema away ---

  /** Without a bound this would wait for the reader, and everybody else for this. */
  @Test
  @Timeout(60)
  void aTableThatSomebodyUsesIsNotWaitedForLongAndTheyAreNamed() throws SQLException {
    Awa.of(admin).migrate();
    try (Connection reader = roles.dba().getConnection()) {
      reader.setAutoCommit(false);
      TestQueue.number(reader, "SELECT count(*) FROM awa.queues");
      long pid = TestQueue.number(reader, "SELECT pg_backend_pid()");
      assertThatThrownBy(this::create)
          .isInstanceOf(AwaException.class)
          .hasMessageStartingWith("could not create roles: ALTER TABLE awa.queues OWNER TO ")
          .hasMessageContaining("55P03")
          .hasMessageContaining("used by process " + pid + ", role ")
          .hasMessageContaining("at a quiet time");
      assertThatThrownBy(() -> grantMigrator(prefix + "admin"))
          .as("the roles were undone too")
          .hasMessageContaining("does not exist");
      assertThat(ownersOfObjects()).containsExactly(prefix + "admin");
      reader.rollback();
    }
    create();
    assertThat(ownersOfObjects()).containsExactly(prefix + "migrator");
  }

  private void grantMigrator(String role) throws SQLException {
    roles.sql("GRANT " + prefix + "migrator TO " + role);
  }

  @Test
  @Timeout(60)
  void aPreparedTransactionThatUsesATableIsNamed() throws SQLException {
    Awa.of(admin).migrate();
    try (Connection other = roles.dba().getConnection()) {
      TestQueue.sql(other, "BEGIN");
      TestQueue.number(other, "SELECT count(*) FROM awa.queues");
      TestQueue.sql(other, "PREPARE TRANSACTION '" + prefix + "'");
      assertThatThrownBy(this::create).hasMessageContaining("pg_prepared_xacts");
      TestQueue.sql(other, "ROLLBACK PREPARED '" + prefix + "'");
    }
    create();
  }

  /** One role that is made the owner by {@code awa grants migrator} waits no longer. */
  @Test
  @Timeout(60)
  void whoIsMadeTheOwnerDoesNotWaitLongEither() throws SQLException {
    Awa.of(admin).migrate();
    roles.role("guest");
    String script = Awa.of(admin).grants(Duty.MIGRATOR, roles.named("guest"));
    try (Connection reader = roles.dba().getConnection();
        Connection connection = roles.dba().getConnection();
        Statement statement = connection.createStatement()) {
      reader.setAutoCommit(false);
      TestQueue.number(reader, "SELECT count(*) FROM awa.queues");
      assertThatThrownBy(() -> statement.execute(script)).hasMessageContaining("process ");
      reader.rollback();
      statement.execute("SET lock_timeout = '7s'");
      statement.execute(script);
      assertThat(String.valueOf(statement.getWarnings()))
          .contains("awa grants worker " + prefix + "admin");
      assertThat(TestQueue.texts(connection, "SHOW lock_timeout")).containsExactly("7s");
    }
  }

  /** Who was a member of the migrator before may do what it could. */
  @Test
  void anOwnerThatIsAMemberOfTheMigratorLosesNothing() throws SQLException {
    create();
    migrateAsMember();
    roles.sql("GRANT " + prefix + "migrator TO " + prefix + "login_migrator");
    roles.sql("ALTER SCHEMA awa OWNER TO " + prefix + "login_migrator");
    RoleChanges changes = Awa.of(roles.dba()).roles().create(prefix, false);
    assertThat(changes.gained()).contains(new RoleRight(prefix + "migrator", "owner of schema"));
    assertThat(changes.lost()).isEmpty();
  }

  @Test
  void whatPeopleHavePutBesideTheQueueGoesWithIt() throws SQLException {
    Awa.of(admin).migrate();
    try (Connection connection = admin.getConnection()) {
      TestQueue.script(
          connection,
          """
          CREATE PROCEDURE awa.my_procedure(a integer, INOUT b text) LANGUAGE sql AS 'SELECT b';
          CREATE FUNCTION awa.my_function(VARIADIC a integer[]) RETURNS integer LANGUAGE sql
            AS 'SELECT a[1]';
          CREATE AGGREGATE awa.my_sum(integer) (SFUNC = int4pl, STYPE = integer);
          CREATE AGGREGATE awa.my_rank(ORDER BY integer) (SFUNC = int4pl, STYPE = integer);
          CREATE TYPE awa.my_pair AS (a integer, b text);
          CREATE TYPE awa.my_enum AS ENUM ('a', 'b');
          CREATE TYPE awa.my_range AS RANGE (subtype = float8);
          CREATE DOMAIN awa.my_domain AS text CHECK (value <> '');
          CREATE SEQUENCE awa.my_sequence;
          CREATE TABLE awa."My table" (id bigint GENERATED ALWAYS AS IDENTITY, n bigserial,
                                       e awa.my_enum[]);
          CREATE TABLE awa.my_parts (a integer) PARTITION BY LIST (a);
          CREATE TABLE awa.my_part PARTITION OF awa.my_parts FOR VALUES IN (1);
          CREATE VIEW awa.my_view AS SELECT 1 AS one;
          CREATE MATERIALIZED VIEW awa.my_sums AS SELECT count(*) FROM awa.queues;
          """);
    }
    create();
    assertThat(ownersOfObjects())
        .as("the constructors of a range are the server's")
        .contains(prefix + "migrator")
        .doesNotContain(prefix + "admin");
    roles.sql("GRANT EXECUTE ON PROCEDURE awa.my_procedure TO " + prefix + "reader");
    roles.sql("GRANT SELECT ON awa.my_sums TO " + prefix + "reader");
    roles.sql("GRANT SELECT (a) ON awa.my_parts TO " + prefix + "reader");
    roles.sql("GRANT USAGE ON TYPE awa.my_domain TO " + prefix + "reader");
    assertThat(create().lost())
        .containsExactlyInAnyOrder(
            new RoleRight(prefix + "reader", "EXECUTE ON PROCEDURE my_procedure"),
            new RoleRight(prefix + "reader", "SELECT ON TABLE my_sums"),
            new RoleRight(prefix + "reader", "SELECT ON COLUMN my_parts.a"),
            new RoleRight(prefix + "reader", "USAGE ON TYPE my_domain"));
    assertThat(create()).isEqualTo(new RoleChanges(List.of(), List.of(), true));
  }

  /** Only the extension's owner, a superuser here, may give it away. */
  @Test
  void whatAnExtensionHasMadeStaysTheExtensions() throws SQLException {
    Awa.of(admin).migrate();
    roles.sql("CREATE FUNCTION awa.of_extension() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    roles.sql("CREATE TABLE awa.of_extension (a int)");
    roles.sql("ALTER EXTENSION plpgsql ADD FUNCTION awa.of_extension()");
    roles.sql("ALTER EXTENSION plpgsql ADD TABLE awa.of_extension");
    create();
    create();
    assertThat(ownersOfObjects()).contains(prefix + "migrator").hasSize(2);
    roles.sql("ALTER EXTENSION plpgsql DROP FUNCTION awa.of_extension()");
    assertThatThrownBy(this::create).as("somebody else's").hasMessageContaining("must be owner");
  }

  // --- whose members ---

  /** From PostgreSQL 16 on; what admins of managed servers may have made for themselves. */
  @Test
  void aMembershipWithoutSetStaysAsItWas() throws SQLException {
    assumeTrue(TestServer.versionNumber() >= 160_000);
    create();
    try (Connection connection = admin.getConnection()) {
      TestQueue.script(
          connection, "GRANT " + prefix + "migrator TO CURRENT_USER WITH SET FALSE, INHERIT TRUE");
    }
    List<String> before = memberships();
    assertThat(before).as("the creator's own, and this one").hasSize(2);
    migrateAsMember();
    create();
    assertThat(memberships()).containsAll(before).hasSize(3); // login_migrator's too
  }

  private List<String> memberships() throws SQLException {
    try (Connection connection = roles.dba().getConnection()) {
      return TestQueue.texts(
          connection,
          "SELECT concat_ws(' ', m.member::regrole, m.grantor::regrole, m.admin_option,"
              + " m.inherit_option, m.set_option) FROM pg_auth_members m WHERE m.roleid = '"
              + prefix
              + "migrator'::regrole");
    }
  }

  @Test
  void whoMadeTheRolesIsNoMemberOfThem() throws SQLException {
    create();
    String how = TestServer.versionNumber() < 160_000 ? "MEMBER" : "SET";
    try (Connection connection = admin.getConnection()) {
      assertThat(
              TestQueue.texts(
                  connection,
                  "SELECT pg_has_role(rolname, '"
                      + how
                      + "')::text FROM pg_roles WHERE rolname = '"
                      + prefix
                      + "migrator'"))
          .containsExactly("false");
    }
  }

  @Test
  void whoMayNotCreateRolesIsToldWhatItTakes() throws SQLException {
    roles.role("guest");
    assertThatThrownBy(() -> Awa.of(roles.as("guest")).roles().create(prefix, false))
        .isInstanceOf(AwaException.class)
        .hasMessageStartingWith("could not create roles")
        .hasMessageContaining("42501")
        .hasMessageContaining("CREATEROLE");
  }

  @Test
  void anotherNameIsRefused() {
    for (String refused : List.of("", "1_", "Shop_", "a-", "a\u00e4", "x".repeat(51), "a'b")) {
      assertThatThrownBy(() -> Awa.of(admin).roles().script(refused, false))
          .as(refused)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("prefix: must be 1 to 50 of the characters");
    }
  }

  @Test
  void aRoleIsToldWhatItMay() throws SQLException {
    Awa.of(admin).migrate();
    create();
    RoleDuties operator = Awa.of(member(Duty.OPERATOR)).roles().mine();
    assertThat(operator.role()).isEqualTo(roles.named("login_operator"));
    assertThat(operator.hasQueue()).isTrue();
    assertThat(List.of(Duty.values()))
        .filteredOn(operator::may)
        .containsExactly(Duty.PRODUCER, Duty.READER, Duty.OPERATOR);
    assertThat(operator.lacking().get(Duty.WORKER)).isPositive();
    roles.role("nobody");
    assertThat(List.of(Duty.values())).noneMatch(Awa.of(roles.as("nobody")).roles().mine()::may);
    assertThat(List.of(Duty.values())).allMatch(Awa.of(roles.dba()).roles().mine()::may);
  }

  @Test
  void theSchemaIsGivenToOneMigratorByGrantsToo() throws SQLException {
    Awa.of(admin).migrate();
    roles.role("new_owner");
    try (Connection connection = roles.dba().getConnection()) {
      TestQueue.script(connection, Awa.of(admin).grants(Duty.MIGRATOR, prefix + "new_owner"));
    }
    assertThat(ownersOfObjects()).containsExactly(prefix + "new_owner");
    Awa.of(roles.as("new_owner")).migrate();
  }
}
