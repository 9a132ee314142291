package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.SchemaException;
import dev.awa.client.Awa;
import dev.awa.client.Storage;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Databases that can't hold a queue, or hold one that was restored without all of its rows, are
 * refused in words that say what to do; and a migration that fails says of what.
 */
@Tag("every-postgres")
final class OddDatabaseTest {
  // --- encodings ---

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII", "WIN1252", "EUC_JP"})
  void aDatabaseOfAnotherEncodingIsRefusedByMigrate(String encoding) throws SQLException {
    DataSource database = encoded(encoding);
    assertThatThrownBy(Awa.of(database)::migrate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("has the encoding " + encoding)
        .hasMessageContaining("CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
    try (Connection connection = database.getConnection()) {
      assertThat(TestQueue.texts(connection, "SELECT to_regnamespace('awa')")).containsOnlyNulls();
    }
  }

  /** A dump of a database in UTF8 may be restored into one that is not. */
  @Test
  void aQueueThatCameIntoADatabaseOfAnotherEncodingIsRefusedByAll() throws SQLException {
    DataSource latin = encoded("LATIN1");
    String refusal = "IF current_setting('server_encoding') <> 'UTF8'";
    String script = Awa.of(latin).migrationScript();
    try (Connection connection = latin.getConnection()) {
      TestQueue.script(connection, script.replaceFirst(Pattern.quote(refusal), "IF false"));
      assertThatThrownBy(() ->
              TestQueue.sql(
                  connection, "SELECT FROM awa.enqueue('k', '{\"price\": \"5 \\u20ac\"}')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW007"))
          .hasMessageContaining("has the encoding LATIN1");
    }
    assertThatThrownBy(Awa.of(latin)::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("has the encoding LATIN1");
    assertThatThrownBy(() -> Worker.of(latin).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("has the encoding LATIN1");
  }

  private static DataSource encoded(String encoding) throws SQLException {
    PGSimpleDataSource some = (PGSimpleDataSource) TestServer.newDatabase();
    String name = some.getDatabaseName() + "_" + encoding.toLowerCase(Locale.ROOT);
    try (Connection connection = some.getConnection()) {
      TestQueue.sql(
          connection,
          "CREATE DATABASE "
              + name
              + " ENCODING '"
              + encoding
              + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    }
    some.setDatabaseName(name);
    return some;
  }

  // --- restored without its rows ---

  @Test
  void aSchemaThatWasRestoredWithoutDataIsRefusedAndMigrateMendsIt() throws SQLException {
    TestQueue queue = TestQueue.create();
    queue.enqueue("q", 3);
    empty(queue);

    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("as from a dump of the schema alone")
        .hasMessageContaining("awa migrate");
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("awa migrate");
    assertThatThrownBy(() -> queue.awa().storage().status(1)).isInstanceOf(SchemaException.class);
    assertThatThrownBy(() -> queue.enqueue("q", 1)).hasMessageContaining("\"awa migrate\"");
    assertThatThrownBy(() -> queue.sql("SELECT FROM awa.enqueue('k', '{}')"))
        .hasMessageContaining("\"awa migrate\"");

    assertThat(queue.awa().migrate()).contains("rows that were missing");
    queue.awa().check();
    assertThat(queue.awa().migrate()).isEmpty();
    List<Long> jobs = new ArrayList<>(queue.enqueue("q", 3));
    queue.awa().storage().rotate();
    jobs.addAll(queue.enqueue("q", 2));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(jobs);
    assertThat(queue.awa().queues().stats("q").running()).isEqualTo(5);
  }

  @Test
  void theScriptOfAVersionMendsItToo() throws SQLException {
    TestQueue queue = TestQueue.create();
    empty(queue);
    try (Connection connection = queue.connect()) {
      TestQueue.script(connection, queue.awa().migrationScript());
    }
    queue.awa().check();
    List<Long> jobs = queue.enqueue("q", 1);
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(jobs);
  }

  /** Without functions nothing tells what the tables are. */
  @Test
  void tablesWithoutRowsAndFunctionsAreRefused() throws SQLException {
    TestQueue queue = TestQueue.create();
    empty(queue);
    queue.sql("DROP FUNCTION awa.schema_version()");
    assertThatThrownBy(queue.awa()::migrate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("drop the schema and make it anew");
  }

  /** Jobs that are there while the ring is not lie in slots that nothing names. */
  @ParameterizedTest
  @CsvSource({"ring", "'ring, awa.prunes'", "storage_state", "leadership"})
  void whatIsMissingIsMadeAndTheJobsThatAreThereRun(String tables) throws SQLException {
    TestQueue queue = TestQueue.create();
    List<Long> jobs = new ArrayList<>(queue.enqueue("q", 3));
    queue.awa().storage().rotate();
    jobs.addAll(queue.enqueue("q", 2));
    queue.sql("TRUNCATE awa." + tables);
    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("awa migrate");

    assertThat(queue.awa().migrate()).containsExactly("rows that were missing");
    queue.awa().check();
    jobs.addAll(queue.enqueue("q", 1));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(jobs);
  }

  /** As a restore of a dump without data leaves it. */
  private static void empty(TestQueue queue) throws SQLException {
    String tables =
        String.join(
            ", ",
            queue.texts(
                "SELECT format('awa.%I', relname) FROM pg_class WHERE relnamespace ="
                    + " 'awa'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"));
    queue.sql("TRUNCATE " + tables + " RESTART IDENTITY");
    for (String sequence : List.of("ring_head", "ring_tail", "job_id_seq")) {
      queue.sql("ALTER SEQUENCE awa." + sequence + " RESTART");
    }
  }

  // --- migrations that fail ---

  /** Statements of a queue whose ring is gone would fail with what nobody understands. */
  @Test
  void aStatusOfAQueueWithoutItsRingSaysSo() throws SQLException {
    TestQueue queue = TestQueue.create();
    queue.sql("TRUNCATE awa.ring");
    assertThatThrownBy(() -> queue.awa().storage().status(1))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("awa migrate");
  }

  /** So would whatever operators do: each needs a row that is there once. */
  @Test
  void whatOperatorsDoInAQueueWithoutItsRowsSaysSo() throws SQLException {
    TestQueue queue = TestQueue.create();
    empty(queue);
    Storage storage = queue.awa().storage();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            storage::rotate,
            () -> storage.prune(Duration.ZERO, Storage.History.KEPT),
            () -> storage.change(settings -> settings, "test"),
            () -> storage.rebuildTerminalCounters(Duration.ofSeconds(1)))) {
      assertThatThrownBy(call)
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("as from a dump of the schema alone")
          .hasMessageContaining("awa migrate");
    }
  }

  @Test
  void aMigrationWithoutARightSaysWhichOne() throws SQLException {
    DataSource database = TestServer.newDatabase();
    try (Connection connection = database.getConnection()) {
      TestQueue.sql(connection, "CREATE ROLE guest_who_migrates LOGIN");
    }
    PGSimpleDataSource guest = new PGSimpleDataSource();
    guest.setURL(((PGSimpleDataSource) database).getURL());
    guest.setUser("guest_who_migrates");
    assertThatThrownBy(() -> migrateByPool(guest))
        .hasMessageContaining("permission denied for database")
        .hasMessageContaining("42501");
  }

  /** A pool closes a connection after some failures; then a rollback can only say that. */
  @ParameterizedTest
  @CsvSource({
    "57P01, PERFORM pg_terminate_backend(pg_backend_pid()), terminating connection",
    "53100, RAISE 'could not extend file' USING ERRCODE = '53100', could not extend file",
    "08006, RAISE 'lost' USING ERRCODE = '08006', lost",
    "0A000, RAISE 'no such thing here' USING ERRCODE = '0A000', no such thing here"
  })
  void aMigrationThatFailsInTheMiddleSaysOfWhat(String state, String failure, String words)
      throws SQLException {
    DataSource database = TestServer.newDatabase();
    try (Connection connection = database.getConnection()) {
      TestQueue.sql(
          connection,
          "CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN IF"
              + " to_regclass('awa.closures') IS NOT NULL THEN "
              + failure
              + "; END IF; END $$");
      TestQueue.sql(
          connection,
          "CREATE EVENT TRIGGER fails ON ddl_command_end WHEN tag IN ('CREATE TABLE') EXECUTE"
              + " FUNCTION fail()");
    }
    assertThatThrownBy(() -> migrateByPool(database))
        .hasMessageContaining(words)
        .hasMessageContaining("SQLSTATE " + state);
    try (Connection connection = database.getConnection()) {
      TestQueue.sql(connection, "DROP EVENT TRIGGER fails");
      assertThat(TestQueue.texts(connection, "SELECT to_regnamespace('awa')")).containsOnlyNulls();
    }
    Awa.of(database).migrate();
  }

  private static void migrateByPool(DataSource database) {
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setDataSource(database);
      Awa.of(pool).migrate();
    }
  }
}
