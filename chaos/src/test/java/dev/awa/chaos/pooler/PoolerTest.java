package dev.awa.chaos.pooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The pooler of the tests shares sessions as poolers do, and a worker behind it finds that out. */
final class PoolerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SESSIONS = 3;

  private static Postgres server;

  private String database;
  private Pooler pooler;

  @BeforeAll
  static void startServer() throws IOException {
    server = OwnServer.start(Path.of("target/pooler-test/server"));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void create() throws SQLException {
    database = server.newDatabase();
    pooler = new Pooler(server.port(), database, SESSIONS, false);
  }

  @AfterEach
  void drop() throws SQLException {
    pooler.close();
    server.dropDatabase(database);
  }

  private String url() {
    return Postgres.url(pooler.port(), database) + "&prepareThreshold=0";
  }

  private static PGSimpleDataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    return dataSource;
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // --- the pooler ---

  @Test
  void aSessionChangesHandsAfterEachTransactionAndNotWithinOne() throws SQLException {
    try (Connection one = DriverManager.getConnection(url());
        Connection other = DriverManager.getConnection(url())) {
      String process = ask(one, "SELECT pg_backend_pid()");
      assertThat(ask(other, "SELECT pg_backend_pid()")).isEqualTo(process);
      one.setAutoCommit(false);
      assertThat(ask(one, "SELECT pg_backend_pid()")).isEqualTo(process);
      assertThat(ask(other, "SELECT pg_backend_pid()")).isNotEqualTo(process);
      assertThat(ask(one, "SELECT pg_backend_pid()")).isEqualTo(process);
      one.commit();
    }
  }

  @Test
  void whatIsLeftInASessionIsFound() throws SQLException {
    try (Connection one = DriverManager.getConnection(url())) {
      assertThat(Leaks.find(url(), SESSIONS)).isEmpty();
      execute(one, "LISTEN somebody; SELECT pg_advisory_lock(7); SET statement_timeout = 0");
    }
    assertThat(Leaks.find(url(), SESSIONS))
        .extracting(left -> left.replaceFirst("^\\d+: ", ""))
        .containsExactly("LISTEN somebody", "lock 0 7", "statement_timeout = 0");
    assertThatThrownBy(() -> Leaks.refuse(url(), SESSIONS)).hasMessageContaining("lock 0 7");
  }

  @Test
  void aClientThatGoesAmidATransactionTakesItsSessionWithIt() throws SQLException {
    try (Connection one = DriverManager.getConnection(url())) {
      one.setAutoCommit(false);
      execute(one, "CREATE TABLE never ()");
      one.abort(Runnable::run);
    }
    assertThat(Leaks.find(url(), SESSIONS)).isEmpty();
    try (Connection other = DriverManager.getConnection(url())) {
      assertThat(ask(other, "SELECT count(*) FROM pg_class WHERE relname = 'never'"))
          .isEqualTo("0");
    }
  }

  // --- a worker behind it ---

  private static WorkerConfig config() {
    return WorkerConfig.defaults().withName("pooled").withPoll(Duration.ofMillis(20));
  }

  private void enqueueAndRun(String workerUrl, boolean hears) throws SQLException {
    Awa awa = Awa.of(dataSource(url()));
    awa.migrate();
    Set<Long> ran = ConcurrentHashMap.newKeySet();
    try (Worker worker =
        Worker.of(dataSource(workerUrl))
            .config(config())
            .queue("q")
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  ran.add(context.job().id());
                  return dev.awa.Outcome.complete();
                },
                dev.awa.worker.Backoff.exponential())
            .start()) {
      Eventually.holds("it hears or not", PATIENCE, () -> worker.isHearing() == hears);
      List<Long> ids =
          awa
              .enqueueAll(
                  java.util.stream.IntStream.range(0, 200)
                      .mapToObj(i -> Job.of("test", new RawJson("{}")).withQueue("q"))
                      .toList())
              .stream()
              .map(dev.awa.Enqueued::id)
              .toList();
      Eventually.holds(
          "all are completed", PATIENCE, () -> awa.queues().stats("q").completed() == ids.size());
      assertThat(ran).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(worker.isHearing()).isEqualTo(hears);
      assertThat(holdsLock()).isEqualTo(hears);
    }
  }

  private boolean holdsLock() throws SQLException {
    try (Connection direct = DriverManager.getConnection(Postgres.url(server.port(), database))) {
      Eventually.holds(
          "it beats",
          PATIENCE,
          () ->
              ask(
                      direct,
                      "SELECT b.beat_at > w.started_at FROM awa.beats b JOIN awa.workers w ON w.id"
                          + " = b.worker_id")
                  .equals("t"));
      return ask(direct, "SELECT holds_lock FROM awa.beats").equals("t");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWorkerWorksByPollingAndLeavesNothingInTheSessions(boolean tellsServerProcess)
      throws SQLException {
    pooler.close();
    pooler = new Pooler(server.port(), database, SESSIONS, tellsServerProcess);
    enqueueAndRun(url(), false);
    assertThat(Leaks.find(url(), SESSIONS)).isEmpty();
  }

  @Test
  void aWorkerWithoutAPoolerListensAndHoldsItsLock() throws SQLException {
    enqueueAndRun(Postgres.url(server.port(), database), true);
  }

  @Test
  void preparedStatementsAreLeftAsideWithoutAWordInTheUrl() throws SQLException {
    enqueueAndRun(Postgres.url(pooler.port(), database), false);
    assertThat(Leaks.find(url(), SESSIONS)).isEmpty();
  }

  @Test
  void anIsolationThatTheRoleSetsIsRefusedBehindAPooler() throws SQLException {
    Awa.of(dataSource(url())).migrate();
    server.execute(
        "postgres",
        "ALTER DATABASE " + database + " SET default_transaction_isolation = 'repeatable read'");
    pooler.close();
    pooler = new Pooler(server.port(), database, SESSIONS, false);
    assertThatThrownBy(() -> Worker.of(dataSource(url())).config(config()).queue("q").start())
        .hasMessageContaining("must be READ COMMITTED");
    assertThat(Leaks.find(url(), SESSIONS)).isEmpty();
  }
}
