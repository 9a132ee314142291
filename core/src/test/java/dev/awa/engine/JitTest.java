package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.support.History;
import dev.awa.support.StockServer;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A stock server, which has LLVM and {@code jit} on, compiles no statement of the engine: for one
 * that takes a millisecond that costs tens of them, in each session. Skipped where no such server
 * is installed: {@code .ci/run} installs Debian's.
 */
final class JitTest {
  private static final String COMPILED =
      """
      SELECT s.query FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database() AND s.jit_functions > 0
      """;

  /**
   * Not sent in a life of jobs: by a migration, when roles are made, or as a COPY, without a plan.
   */
  private static final Set<String> NOT_LIVED =
      Set.of(
          "schema/migration_begins.sql",
          "schema/migration_ends.sql",
          "schema/version.sql",
          "rights/granted.sql",
          "rights/held.sql",
          "rights/hold_logs.sql",
          "rights/own_schema.sql",
          "rights/roles_begin.sql",
          "rights/owners.sql",
          "rights/roles_end.sql",
          "rights/take_rights.sql",
          "ready/copy.sql");

  /** What the server does for a foreign key is its own. */
  private static final String OURS = "AND s.query NOT LIKE '%FROM ONLY%'";

  private static @Nullable StockServer server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> installed = StockServer.installed();
    assumeTrue(
        installed.isPresent(),
        "not run: no PostgreSQL 15 or newer with LLVM in /usr/lib/postgresql"
            + " (apt-get install postgresql-15)");
    server = StockServer.start(installed.orElseThrow());
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  /** The server's own settings, and partitions that were never analyzed. */
  @Test
  void nothingIsCompiledOverAHistory() throws SQLException, IOException {
    TestQueue queue = queue("stock");
    try (Connection connection = queue.connect()) {
      History history = History.of(connection, "life", queue.worker());
      history.add(500, 1);
      history.add(10, 50);
      queue.sql("DELETE FROM awa.workers");
    }
    new EveryStatement(queue).live();
    assertThat(queue.texts(COMPILED)).isEmpty();
    assertThat(notSent(queue)).as("statements that do not occur in EveryStatement").isEmpty();
  }

  /** So it does not depend on what the planner thinks of a queue that this test does not have. */
  @Test
  void nothingWithinAFunctionIsCompiledWhateverItCosts() throws SQLException {
    TestQueue queue = queue("eager");
    queue.sql("ALTER DATABASE eager SET jit_above_cost = 0");
    new EveryStatement(queue).live();
    assertThat(queue.texts(COMPILED + "AND s.toplevel"))
        .as("what was called from outside of functions: this server does compile")
        .isNotEmpty();
    assertThat(queue.texts(COMPILED + "AND NOT s.toplevel " + OURS)).isEmpty();
  }

  private static TestQueue queue(String name) throws SQLException {
    PGSimpleDataSource database = Optional.ofNullable(server).orElseThrow().newDatabase(name);
    TestQueue queue = TestQueue.in(database, Engine.DEFAULT_SCHEMA);
    queue.sql("CREATE EXTENSION pg_stat_statements");
    assertThat(queue.texts("SELECT pg_jit_available() AND current_setting('jit')::boolean"))
        .as("a server with LLVM, and jit on")
        .containsExactly("t");
    return queue;
  }

  // --- what was sent ---

  private static Set<String> notSent(TestQueue queue) throws SQLException, IOException {
    List<String> sent =
        queue.texts("SELECT query FROM pg_stat_statements").stream().map(JitTest::plain).toList();
    Set<String> missing = new TreeSet<>(SqlFilesTest.statements());
    missing.removeAll(NOT_LIVED);
    missing.removeIf(file -> sent.contains(plain(Sql.of(Engine.DEFAULT_SCHEMA, file).text())));
    return missing;
  }

  /** A statement as the server counts it: without what constants and parameters are. */
  private static String plain(String statement) {
    return statement
        .replaceAll(
            "(\\bE)?'[^']*'|\\$\\d+|(?<![a-z_\\d])-?\\d+(\\.\\d+)?|\\b(true|false|epoch|NULL)\\b",
            "?")
        .replaceAll("\\s+", " ")
        .replace("-?", "?")
        .strip();
  }
}
