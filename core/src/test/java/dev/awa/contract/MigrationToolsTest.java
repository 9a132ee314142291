package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Flyway and Liquibase run the script as one of their own: in their transaction, with what stands
 * beside it, and what comes of it is what {@code migrate} makes. docs/migrations.md has the
 * settings.
 */
final class MigrationToolsTest {
  private static final String FAILS = "SELECT 1 / 0;\n";

  private static List<String> expected = List.of();

  private final DataSource database = TestServer.newDatabase();
  private final Awa awa = Awa.of(database);
  private final int version = dev.awa.engine.Engine.of("awa").migrations().version();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void migrateOnce() throws SQLException {
    DataSource byMigrate = TestServer.newDatabase();
    Awa.of(byMigrate).migrate();
    try (Connection connection = byMigrate.getConnection()) {
      expected = MigrationTest.catalog(connection, "awa");
    }
  }

  // --- Flyway ---

  enum Mode {
    PLAIN,
    GROUP,
    WITHOUT_TRANSACTION
  }

  @ParameterizedTest
  @EnumSource
  void flywayMakesWhatMigrateMakes(Mode mode) throws Exception {
    write("V1__mine.sql", "CREATE TABLE mine (i int);\n");
    write("V2__queue.sql", awa.migrationScript());
    write("V3__functions.sql", awa.migrationScript(version));
    FluentConfiguration flyway = flyway(mode);
    if (mode == Mode.WITHOUT_TRANSACTION) {
      flyway.executeInTransaction(false);
    }
    assertThat(flyway.load().migrate().migrationsExecuted).isEqualTo(3);
    assertMade();
    assertThat(flyway(mode).load().migrate().migrationsExecuted).isZero();
  }

  /** A COMMIT within the script would leave a schema that the next try finds in its way. */
  @Test
  void aGroupOfFlywayThatFailsLeavesNothingAndCanBeTriedAgain() throws Exception {
    write("V1__queue.sql", awa.migrationScript());
    write("V2__mine.sql", FAILS);
    assertThatThrownBy(flyway(Mode.GROUP).load()::migrate).hasMessageContaining("division by zero");
    assertThat(texts("SELECT nspname FROM pg_namespace WHERE nspname = 'awa'")).isEmpty();
    assertThat(texts("SELECT script FROM flyway_schema_history WHERE version = '1'")).isEmpty();

    write("V2__mine.sql", "CREATE TABLE mine (i int);\n");
    flyway(Mode.GROUP).load().migrate();
    assertMade();
  }

  @Test
  void flywayTellsWhyAScriptIsRefused() throws Exception {
    awa.migrate();
    write("V1__queue.sql", awa.migrationScript());
    assertThatThrownBy(
            flyway(Mode.PLAIN).baselineOnMigrate(true).baselineVersion("0").load()::migrate)
        .hasMessageContaining("this script is for a database without that queue");
  }

  private FluentConfiguration flyway(Mode mode) {
    return Flyway.configure()
        .dataSource(database)
        .locations("filesystem:" + folder)
        .group(mode == Mode.GROUP)
        .validateOnMigrate(false);
  }

  // --- Liquibase ---

  @Test
  void liquibaseMakesWhatMigrateMakes() throws Exception {
    write("queue.sql", awa.migrationScript());
    write("functions.sql", awa.migrationScript(version));
    write("changes.xml", changes(sqlFile("queue.sql"), sqlFile("functions.sql")));
    liquibase();
    assertMade();
    liquibase(); // does nothing
  }

  @Test
  void aChangeSetOfLiquibaseThatFailsLeavesNothing() throws Exception {
    write("queue.sql", awa.migrationScript());
    write("mine.sql", FAILS);
    write("changes.xml", changes(sqlFile("queue.sql") + sqlFile("mine.sql")));
    assertThatThrownBy(this::liquibase).hasStackTraceContaining("division by zero");
    assertThat(texts("SELECT nspname FROM pg_namespace WHERE nspname = 'awa'")).isEmpty();

    write("mine.sql", "SELECT 1;\n");
    liquibase();
    assertMade();
  }

  private static String sqlFile(String path) {
    return "<sqlFile path=\"" + path + "\" splitStatements=\"false\"/>\n";
  }

  private static String changes(String... sets) {
    StringBuilder changes =
        new StringBuilder(
            """
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                  http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
            """);
    for (int i = 0; i < sets.length; i++) {
      changes.append("<changeSet id=\"").append(i).append("\" author=\"test\">");
      changes.append(sets[i]).append("</changeSet>\n");
    }
    return changes.append("</databaseChangeLog>\n").toString();
  }

  private void liquibase() throws Exception {
    try (Connection connection = database.getConnection();
        DirectoryResourceAccessor files = new DirectoryResourceAccessor(folder);
        Liquibase liquibase = new Liquibase("changes.xml", files, new JdbcConnection(connection))) {
      liquibase.update("");
    }
  }

  // --- both ---

  private void assertMade() throws SQLException {
    try (Connection connection = database.getConnection()) {
      assertThat(MigrationTest.catalog(connection, "awa")).isEqualTo(expected);
    }
    awa.check();
    assertThat(awa.migrate()).as("nothing is pending").isEmpty();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<String> texts(String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return TestQueue.texts(connection, sql);
    }
  }
}
