package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.SchemaException;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The script is all or nothing, runs on the version that it was made for and on no other, and
 * leaves the transaction of whoever runs it as it was.
 */
@Tag("every-postgres")
final class MigrationScriptTest {
  private static final String SETTINGS =
      """
      SELECT current_setting(name)
      FROM unnest(ARRAY['search_path', 'lock_timeout', 'check_function_bodies', 'default_tablespace']) AS name
      """;

  private final MigrationScript now = MigrationScript.of("awa");
  private final int version = now.version();

  /** This library and a migration more. */
  private final MigrationScript next = next("ALTER TABLE awa.queues ADD COLUMN colour text;\n");

  private final DataSource database = TestServer.newDatabase();

  private MigrationScript next(String migration) {
    List<MigrationScript.Step> steps = new ArrayList<>(now.steps());
    steps.add(new MigrationScript.Step(version + 1, "colours", migration));
    String functions = now.functions().replace("\nSELECT " + version + "\n", "\nSELECT 99\n");
    assertThat(functions).isNotEqualTo(now.functions());
    String changed = functions.replace("\nSELECT 99\n", "\nSELECT " + (version + 1) + "\n");
    return new MigrationScript(
        "awa", steps, new MigrationScript.Functions(() -> changed, "of the next"));
  }

  @Test
  void theVersionOfTheFunctionsIsThatOfTheNewestMigration() throws SQLException {
    run(now.from(0));
    assertThat(text("SELECT awa.schema_version()")).isEqualTo(String.valueOf(version));
  }

  @Test
  void itGoesFromNothingOrFromAVersionToTheNext() throws SQLException {
    run(now.from(0));
    run(next.from(version));
    String history = "SELECT string_agg(version || name || checksum, ',') FROM awa.schema_history";
    String inSteps = text(history);
    assertThat(text("SELECT count(colour) FROM awa.queues")).isEqualTo("0");
    assertThat(text("SELECT awa.schema_version()")).isEqualTo(String.valueOf(version + 1));

    run("DROP SCHEMA awa CASCADE");
    run(next.from(0));
    assertThat(text("SELECT count(colour) FROM awa.queues")).isEqualTo("0");
    assertThat(text(history).split(",")).containsExactlyInAnyOrder(inSteps.split(","));
  }

  @Test
  void aSchemaOfAnotherVersionIsRefused() throws SQLException {
    String at = "schema \"awa\" is at version ";
    assertRefused(next.from(version), at + "0; this script is for version " + version);
    run(now.from(0));
    assertRefused(now.from(0), at + version + "; this script is for a database without that queue");
    assertRefused(next.from(0), at + version);
    assertRefused(next.from(version + 1), at + version + "; this script is for version");
    run(next.from(version));
    assertRefused(next.from(version), at + (version + 1));
    assertRefused(now.from(version), at + (version + 1));
    assertThatThrownBy(() -> now.from(version + 1)).hasMessageStartingWith("version: must be 0 to");
  }

  @Test
  void aSchemaOfOtherMigrationsOrNewerFunctionsIsRefused() throws SQLException {
    run(now.from(0));
    run(now.from(version)); // the functions alone, as often as one likes
    run("UPDATE awa.schema_history SET checksum = '999:newer' WHERE version = 0");
    assertRefused(now.from(version), "has the functions of a newer library");
    run("UPDATE awa.schema_history SET checksum = 'other' WHERE version = 1");
    assertRefused(now.from(version), "migration 1 was applied with another text");
  }

  @Test
  void otherFunctionsAreSeenAndBroughtUp() throws SQLException {
    Awa awa = Awa.of(database);
    awa.migrate();
    run("UPDATE awa.schema_history SET checksum = '0:older' WHERE version = 0");
    assertThatThrownBy(awa::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("has other functions than those of this library")
        .hasMessageContaining("awa migrate");
    assertThatThrownBy(() -> Worker.of(database).queue("q").start())
        .isInstanceOf(SchemaException.class);
    run(awa.migrationScript(version));
    awa.check();
  }

  @Test
  void itIsAllOrNothingWithoutATransactionAroundIt() throws SQLException {
    assertThatThrownBy(() -> run(next("ALTER TABLE awa.nowhere ADD x int;\n").from(0)))
        .hasMessageContaining("nowhere")
        .hasMessageContaining("ALTER TABLE")
        .message()
        .hasSizeLessThan(500);
    assertThat(text("SELECT count(*) FROM pg_namespace WHERE nspname = 'awa'")).isEqualTo("0");
  }

  @Test
  void itNeitherEndsNorChangesTheTransactionOfWhoeverRunsIt() throws SQLException {
    try (Connection tx = database.getConnection()) {
      TestQueue.sql(tx, "CREATE TABLE before (i int)");
      tx.setAutoCommit(false);
      TestQueue.sql(tx, "INSERT INTO before VALUES (1)");
      TestQueue.sql(tx, "SET LOCAL lock_timeout = '3s'");
      TestQueue.sql(tx, "SET LOCAL search_path = public, pg_catalog");
      TestQueue.sql(tx, "SET LOCAL default_tablespace = 'pg_default'");
      List<String> settings = TestQueue.texts(tx, SETTINGS);
      TestQueue.script(tx, now.from(0));
      assertThat(TestQueue.texts(tx, SETTINGS)).isEqualTo(settings);
      tx.rollback();
      assertThat(TestQueue.texts(tx, "SELECT i FROM before")).isEmpty();
      assertThat(TestQueue.texts(tx, SETTINGS)).doesNotContain("3s");
    }
    assertThat(text("SELECT count(*) FROM pg_namespace WHERE nspname = 'awa'")).isEqualTo("0");
  }

  /** A partitioned table can't be made while the database's own tablespace is named. */
  @Test
  void anyDefaultTablespaceWillDo() throws SQLException {
    String name = text("SELECT current_database()");
    run("ALTER DATABASE " + name + " SET default_tablespace = 'pg_default'");
    Awa.of(database).migrate();
    assertThat(text("SHOW default_tablespace")).isEqualTo("pg_default");
    run("DROP SCHEMA awa CASCADE");

    String other = "fast_" + name;
    try (Connection connection = database.getConnection()) {
      TestQueue.sql(connection, "SET allow_in_place_tablespaces = on");
      TestQueue.sql(connection, "CREATE TABLESPACE " + other + " LOCATION ''");
    }
    run("ALTER DATABASE " + name + " SET default_tablespace = '" + other + "'");
    TestQueue queue = TestQueue.in(database, "awa");
    assertThat(text("SELECT tablespace FROM pg_tables WHERE tablename = 'ready_entries_7'"))
        .isEqualTo(other);
    List<Long> jobs = queue.enqueue("q", 3);
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(jobs);
  }

  /** Two transactions with another between them; the second sees what the first found missing. */
  @Test
  void whoeverMigratesSecondWaitsForTheFirst() throws Exception {
    try (Connection first = database.getConnection()) {
      first.setAutoCommit(false);
      TestQueue.script(first, now.from(0));
      try (Connection second = database.getConnection();
          Connection watch = database.getConnection()) {
        Thread late =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    TestQueue.script(second, now.from(0));
                  } catch (SQLException e) {
                    refusal = e;
                  }
                });
        Eventually.holds(
            () -> "the second waits for the lock of the migrator",
            () ->
                !TestQueue.texts(
                        watch,
                        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND"
                            + " database = (SELECT oid FROM pg_database WHERE datname ="
                            + " current_database())")
                    .isEmpty());
        first.commit();
        late.join();
      }
    }
    assertThat(refusal.getMessage()).contains("is at version " + version);
  }

  private volatile SQLException refusal = new SQLException("none");

  private void assertRefused(String script, String words) {
    assertThatThrownBy(() -> run(script))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW007"))
        .hasMessageContaining(words)
        .hasMessageContaining("Hint: ");
  }

  private void run(String script) throws SQLException {
    try (Connection connection = database.getConnection()) {
      TestQueue.script(connection, script);
    }
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return TestQueue.texts(connection, sql).getFirst();
    }
  }
}
