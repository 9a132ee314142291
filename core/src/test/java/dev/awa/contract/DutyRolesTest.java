package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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
    assertThat(create().gained())
        .contains(new RoleRight(prefix + "migrator", "owner of TABLE jobs"));
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
    try (Connection connection = admin.getConnection()) {
      TestQueue.script(connection, Awa.of(admin).roles().script(prefix, false));
      assertThat(TestQueue.texts(connection, "SHOW role")).containsExactly("none");
      assertThat(TestQueue.texts(connection, "SHOW search_path"))
          .containsExactly("\"$user\", public");
    }
    assertThat(create()).isEqualTo(new RoleChanges(List.of(), List.of(), true));
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
