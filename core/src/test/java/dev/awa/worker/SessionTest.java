package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.support.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session: what the worker gives up after the network timeout the server gives up too. */
final class SessionTest {
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(1500);

  private final TestQueue queue = TestQueue.create();

  private Session session(Duration networkTimeout) throws SQLException {
    Sessions sessions = new Sessions(WorkerConfig.defaults());
    try (Connection one = queue.connect();
        Connection other = queue.connect()) {
      sessions.look(one, other);
    }
    return new Session(queue.dataSource(), networkTimeout, LOCK_TIMEOUT, sessions);
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

  private long goingOn() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE ?"
            + " AND pid <> pg_backend_pid()",
        "SELECT 'endless%");
  }
}
