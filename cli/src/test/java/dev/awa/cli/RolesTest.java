package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Duty;
import dev.awa.support.Roles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a role is told that may not do what it asks for. */
class RolesTest {
  private final Roles roles = new Roles();

  RolesTest() throws SQLException {
    roles.migrate();
  }

  private static Cli awa(PGSimpleDataSource role, String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(
        List.of(
            "--database-url",
            "host=localhost port="
                + role.getPortNumbers()[0]
                + " user="
                + role.getUser()
                + " dbname="
                + role.getDatabaseName()));
    return Cli.run(words.toArray(String[]::new));
  }

  @Test
  void aProducerIsToldThatItMayNotPause() throws SQLException {
    roles.onDuty(Duty.PRODUCER);
    for (String verb : List.of("pause", "resume")) {
      Cli refused = awa(roles.as("producer"), "queue " + verb + " q");
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .startsWith("error: could not " + verb + " a queue")
          .contains("that an operator needs", "awa grants operator " + roles.named("producer"));
    }
  }

  /** With the rights of a reader, which it would be told of first otherwise, it could not work. */
  @Test
  void aWorkerIsToldWhatAWorkerNeeds() throws SQLException {
    roles.role("nobody");
    Cli refused = awa(roles.as("nobody"), "work --queue q --exec true");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .contains("that a worker needs", "awa grants worker " + roles.named("nobody"));
  }

  @Test
  void aReaderIsToldWhoMayMigrate() throws SQLException {
    roles.onDuty(Duty.READER);
    Cli nothing = awa(roles.as("reader"), "migrate");
    assertThat(nothing.out()).isEqualTo("nothing to do\n");
    assertThat(nothing.status()).isZero();
    roles.sql(
        "UPDATE awa.schema_history SET checksum = split_part(checksum, ':', 1) || ':x' WHERE"
            + " version = 0");
    Cli refused = awa(roles.as("reader"), "migrate");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("error: could not migrate")
        .contains("42501", "Only the owner of the schema may do this");
  }

  // --- a role for each duty ---

  @Test
  void theSqlIsPrintedWithoutADatabase() {
    Cli printed = Cli.run("roles", "--prefix", "shop_");
    assertThat(printed.status()).isZero();
    assertThat(printed.out())
        .startsWith("-- Awa: a role for each duty in schema awa")
        .contains(
            "-- Roles are the whole server's: ", "-- each its own --prefix.", "run it at a quiet")
        .contains("'shop_producer', 'shop_reader', 'shop_operator', 'shop_worker', 'shop_migrator'")
        .endsWith("$roles$;\n");
    assertThat(Cli.run("roles", "--json").json().get("sql").asString()).contains("awa_worker");
    for (String wrong : List.of("--prefix=Shop_", "--yes", "--apply --check")) {
      assertThat(Cli.run(("roles " + wrong).split(" ")).status()).as(wrong).isEqualTo(2);
    }
  }

  @Test
  void theRolesAreMadeOnceAndThenThereIsNothingToDo() {
    String prefix = roles.named("");
    String apply = "roles --prefix " + prefix + " --apply";
    Cli unasked = awa(roles.dba(), apply);
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err())
        .contains("--yes", prefix + "migrator", "role " + prefix + "owner, which owns it now")
        .contains("all workers and producers wait");
    Cli made = awa(roles.dba(), apply + " --yes");
    assertThat(made.err())
        .isEqualTo(
            "note: role "
                + prefix
                + "owner owned the schema and may do nothing in it any more. If it still works"
                + " there: GRANT "
                + prefix
                + "worker, "
                + prefix
                + "operator TO "
                + prefix
                + "owner\n");
    assertThat(made.out())
        .contains(
            prefix + "owner: taken owner of ",
            prefix + "worker: created, ",
            "rights granted",
            prefix + "migrator: created, owns");
    assertThat(awa(roles.dba(), apply).err()).doesNotContain("owns it now");
    assertThat(awa(roles.dba(), apply + " --yes").out()).isEqualTo("nothing to do\n");
    assertThat(awa(roles.dba(), apply + " --yes --json").json().get("gained")).isEmpty();
  }

  @Test
  void aRoleIsToldWhatItMay() throws SQLException {
    roles.onDuty(Duty.READER);
    Cli checked = awa(roles.as("reader"), "roles --check");
    assertThat(checked.status()).isZero();
    assertThat(checked.out().lines())
        .startsWith("role " + roles.named("reader") + ", schema awa")
        .contains(
            "reader    yes", "migrator  no: role " + roles.named("owner") + " owns the schema")
        .anyMatch(line ->
            line.startsWith("worker    no: ")
                && line.endsWith("rights are missing: awa grants worker " + roles.named("reader")));
  }
}
