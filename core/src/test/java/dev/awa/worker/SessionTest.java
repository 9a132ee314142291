package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.awa.lab.Eventually;
import dev.awa.lab.Proxy;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A session: what the worker gives up after the network timeout the server gives up too. */
final class SessionTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(1500);

  private final TestQueue queue = TestQueue.create();

  private Session session(Duration networkTimeout) throws SQLException {
    Sessions sessions = new Sessions(WorkerConfig.defaults(), new Events("test", List.of()));
    try (Connection one = queue.connect();
        Connection other = queue.connect()) {
      sessions.look(one, other);
    }
    return new Session(
        queue.dataSource(),
        new Session.Use("test", networkTimeout, networkTimeout, LOCK_TIMEOUT),
        sessions);
  }

  private static List<String> settings(Connection connection) throws SQLException {
    return TestQueue.texts(
        connection,
        """
        SELECT current_setting(name)
        FROM unnest(ARRAY['statement_timeout', 'idle_in_transaction_session_timeout',
                          'tcp_user_timeout', 'lock_timeout', 'idle_session_timeout'])
             WITH ORDINALITY AS s (name, i)
        ORDER BY i
        """);
  }

  @Test
  void theServerHasThePatienceOfTheWorker() throws SQLException {
    try (Session session = session(Duration.ofSeconds(7))) {
      assertThat(session.call(SessionTest::settings))
          .containsExactly("7s", "7s", "7000", "1500ms", "0");
    }
  }

  /** A carry of 300,000 waiting runs takes seconds, and begins anew when it is broken off. */
  @Test
  void noOtherLimitOfTheRoleEndsWhatTheWorkerDoes() throws SQLException {
    queue.sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET transaction_timeout = %L',"
            + " current_database(), '1s'); END $$");
    try (Session session = patient(queue.dataSource())) {
      List<String> late =
          session.call(tx -> TestQueue.texts(tx, "SELECT 'late', pg_sleep(1.5)::text"));
      assertThat(late).containsExactly("late");
    }
  }

  @Test
  void whatTheWorkerHasGivenUpDoesNotGoOn() throws SQLException {
    try (Session session = session(Duration.ofMillis(500))) {
      assertThatThrownBy(() ->
              session.call(connection ->
                  TestQueue.texts(connection, "SELECT 'endless', pg_sleep(600)::text")))
          .isInstanceOf(SQLException.class);
      Eventually.holds("the server gives it up", () -> goingOn() == 0);
    }
  }

  @Test
  void aStatementMayTakeLongerThanTheNetworkMayBeSilent() throws SQLException {
    try (Session session = patient(queue.dataSource())) {
      assertThat(session.call(SessionTest::settings))
          .containsExactly("10min", "500ms", "500", "1500ms", "0");
      List<String> late =
          session.call(tx -> TestQueue.texts(tx, "SELECT 'late', pg_sleep(1.5)::text"));
      assertThat(late).containsExactly("late");
    }
  }

  /** A server that was frozen while nobody spoke to it, and one that is frozen at the start. */
  @Test
  void aServerThatIsGoneIsNoticedWithinTheNetworkTimeoutHoweverPatientStatementsAre()
      throws SQLException {
    PGSimpleDataSource direct = (PGSimpleDataSource) queue.dataSource();
    try (Proxy proxy = Proxy.to(direct.getPortNumbers()[0])) {
      PGSimpleDataSource through = new PGSimpleDataSource();
      through.setURL(direct.getURL());
      through.setUser(direct.getUser());
      through.setPortNumbers(new int[] {proxy.port()});
      try (Session session = patient(through)) {
        session.call(SessionTest::settings);
        proxy.stall();
        for (int i = 0; i < 2; i++) { // the second call would open another connection
          assertTimeoutPreemptively(
              SOON,
              () ->
                  assertThatThrownBy(() -> session.call(SessionTest::settings))
                      .isInstanceOf(SQLException.class));
        }
        proxy.resume();
        Eventually.holds(
            "it speaks to the server again", () -> !session.call(SessionTest::settings).isEmpty());
      }
    }
  }

  private Session patient(DataSource dataSource) throws SQLException {
    Sessions sessions = new Sessions(WorkerConfig.defaults(), new Events("test", List.of()));
    try (Connection one = queue.connect();
        Connection other = queue.connect()) {
      sessions.look(one, other);
    }
    return new Session(
        dataSource,
        new Session.Use("test", Duration.ofMillis(500), Duration.ofMinutes(10), LOCK_TIMEOUT),
        sessions);
  }

  private long goingOn() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE ?"
            + " AND pid <> pg_backend_pid()",
        "SELECT 'endless%");
  }
}
