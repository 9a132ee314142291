package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.Pool;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/** The pools that applications have: each call works with each, and what it takes it gives back. */
final class PoolsTest {
  /** As many as a worker needs. */
  private static final int ENOUGH = 7;

  private final TestQueue queue = TestQueue.create();

  static Stream<Arguments> pools() {
    return Stream.of(Pool.Kind.values())
        .flatMap(kind -> Stream.of(Arguments.of(kind, true), Arguments.of(kind, false)))
        .filter(arguments -> {
          Object[] given = arguments.get();
          return (boolean) given[1] || ((Pool.Kind) given[0]).canDoWithoutAutoCommit();
        });
  }

  /** One that does something with each new connection, and does not commit it. */
  private Pool pool(Pool.Kind kind, int size, boolean autoCommit) throws SQLException {
    String initialSql =
        "SET statement_timeout = '77s'; SET transaction_timeout = '1h'; LISTEN orders";
    return Pool.of(kind, queue.dataSource(), new Pool.Wish(size, autoCommit, initialSql));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void everyCallHasATransactionOfItsOwn(Pool.Kind kind, boolean autoCommit) throws SQLException {
    try (Pool pool = Pool.of(kind, queue.dataSource(), new Pool.Wish(2, autoCommit, null))) {
      Awa awa = Awa.of(pool.dataSource());
      long jobs = 0;
      for (EveryCall call : EveryCall.values()) {
        call.on(awa);
        jobs += call.jobs();
        assertThat(queue.number("SELECT count(*) FROM awa.jobs")).as("%s", call).isEqualTo(jobs);
        assertNothingIsOpen(call);
        assertThat(autoCommits(pool)).as("%s", call).containsOnly(autoCommit);
      }
    }
  }

  private void assertNothingIsOpen(EveryCall call) {
    Eventually.holds( // c3p0 takes connections back on another thread
        () -> call + " leaves a transaction open",
        () ->
            queue.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
                        + " AND datname = current_database()")
                == 0);
  }

  private static List<Boolean> autoCommits(Pool pool) throws SQLException {
    try (Connection one = pool.dataSource().getConnection();
        Connection other = pool.dataSource().getConnection()) {
      return List.of(one.getAutoCommit(), other.getAutoCommit());
    }
  }

  @ParameterizedTest
  @MethodSource("pools")
  void theOrderOfARefusedJobIsNotThereWhateverThePoolDoes(Pool.Kind kind, boolean autoCommit)
      throws SQLException {
    queue.sql("CREATE TABLE orders (what text)");
    try (Pool pool = pool(kind, 1, autoCommit)) {
      Awa awa = Awa.of(pool.dataSource());
      assertThatThrownBy(() ->
              awa.inTransaction(tx -> {
                TestQueue.sql(tx, "INSERT INTO orders VALUES ('refused')");
                awa.enqueue(tx, Job.of("receipt", new RawJson("{}")).withPriority(9));
              }))
          .isInstanceOf(InvalidJobException.class);
      awa.inTransaction(tx -> TestQueue.sql(tx, "INSERT INTO orders VALUES ('next')"));
    }
    assertThat(queue.texts("SELECT what FROM orders")).containsExactly("next");
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aWorkerGivesItsConnectionsBackAsItTookThem(Pool.Kind kind, boolean autoCommit)
      throws Exception {
    try (Pool pool = pool(kind, ENOUGH, autoCommit)) {
      looks(pool); // what was done with the new connections is committed
      List<Map<String, Object>> before = looks(pool);
      CountDownLatch done = new CountDownLatch(1);
      Worker worker =
          Worker.of(pool.dataSource())
              .queue("q")
              .handlerForAnyKind((args, context) -> {
                done.countDown();
                return Outcome.complete();
              })
              .start();
      Awa.of(queue.dataSource()).enqueue(TestQueue.job("q", 1));
      done.await();
      worker.close();
      assertThat(looks(pool)).isEqualTo(before);
    }
  }

  /** What each connection of a full pool is like. */
  private static List<Map<String, Object>> looks(Pool pool) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    try {
      List<Map<String, Object>> looks = new ArrayList<>();
      for (int i = 0; i < ENOUGH; i++) {
        connections.add(pool.dataSource().getConnection());
      }
      for (Connection connection : connections) {
        looks.add(look(connection));
      }
      return looks;
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static Map<String, Object> look(Connection connection) throws SQLException {
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("autocommit", connection.getAutoCommit());
    look.put("network timeout", connection.getNetworkTimeout());
    look.put("read-only", connection.isReadOnly());
    look.put("isolation", connection.getTransactionIsolation());
    PGConnection driver = connection.unwrap(PGConnection.class);
    look.put("prepare threshold", driver.getPrepareThreshold());
    look.put("notifications", driver.getNotifications().length);
    look.put("listens to", TestQueue.texts(connection, "SELECT pg_listening_channels()"));
    look.put(
        "locks",
        TestQueue.number(
            connection,
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid ="
                + " pg_backend_pid()"));
    look.put(
        "settings",
        TestQueue.texts(
            connection,
            "SELECT name || ' = ' || setting FROM pg_settings WHERE source = 'session'"
                + " AND name <> 'application_name' ORDER BY name"));
    if (!connection.getAutoCommit()) {
      connection.commit();
    }
    return look;
  }

  @ParameterizedTest
  @EnumSource
  void aPoolThatIsTooSmallIsToldAndGetsEverythingBack(Pool.Kind kind) throws SQLException {
    for (int size : List.of(1, ENOUGH - 1)) {
      try (Pool pool = pool(kind, size, true)) {
        assertThatThrownBy(() -> Worker.of(pool.dataSource()).queue("q").start())
            .isInstanceOf(AwaException.class)
            .hasMessageContaining("needs 7 connections of its data source at once, and got " + size)
            .hasMessageContaining("PGSimpleDataSource");
        Eventually.holds("all are back", () -> canBeHad(pool, size));
      }
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  /** Whether so many connections of a pool are free. */
  private static boolean canBeHad(Pool pool, int count) {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        all.add(pool.dataSource().getConnection());
      }
      return true;
    } catch (SQLException e) {
      return false;
    } finally {
      all.forEach(PoolsTest::close);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPoolThatIsLargeEnoughWillDo(Pool.Kind kind) throws Exception {
    try (Pool pool = pool(kind, ENOUGH, true)) {
      CountDownLatch done = new CountDownLatch(1);
      Worker worker =
          Worker.of(pool.dataSource())
              .queue("q")
              .handlerForAnyKind((args, context) -> {
                done.countDown();
                return Outcome.complete();
              })
              .start();
      queue.enqueue("q", 1);
      done.await();
      long before = queue.number("SELECT last_value FROM awa.ring_head");
      queue.awa().storage().change(s -> s.withRotateAfter(Duration.ofSeconds(1)), "test");
      Eventually.holds(
          "the ring turns", () -> queue.number("SELECT last_value FROM awa.ring_head") > before);
      worker.close();
    }
  }

  /** Without Agroal, which at its defaults hands out again what is closed. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AGROAL")
  void connectionsThatAreLostDoNotUseThePoolUp(Pool.Kind kind) throws Exception {
    try (Pool pool = pool(kind, ENOUGH, true)) {
      AtomicInteger ran = new AtomicInteger();
      Worker worker =
          Worker.of(pool.dataSource())
              .queue("q")
              .handlerForAnyKind((args, context) -> {
                ran.incrementAndGet();
                return Outcome.complete();
              })
              .start();
      for (int round = 1; round <= 3; round++) {
        queue.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        queue.enqueue("q", 1);
        int expected = round;
        Eventually.holds("the worker is back", () -> ran.get() >= expected && worker.isHearing());
      }
      worker.close();
    }
  }
}
