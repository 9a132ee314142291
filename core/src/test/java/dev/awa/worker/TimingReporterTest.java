package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.StatsFilter;
import dev.awa.Timings;
import dev.awa.engine.Measured;
import dev.awa.engine.Measured.End;
import dev.awa.engine.Measured.Pair;
import dev.awa.support.AnswerLoss;
import dev.awa.support.TestQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What was measured is stored once, or not at all where nobody knows whether it was. */
final class TimingReporterTest {
  private static final int PAIRS = 250;

  private final TestQueue queue = TestQueue.create();
  private final Events events = new Events("test", List.of());
  private final WorkerConfig config = WorkerConfig.defaults();
  private final Scope scope = Scope.of(config, queue.engine(), events);
  private final TimingReporter reporter = new TimingReporter(scope);

  /** As if the worker had measured a run of each. */
  private void measure() {
    for (int i = 0; i < PAIRS; i++) {
      Measured measured = new Measured(new Pair("q", "k" + i));
      measured.ended(End.COMPLETED, Duration.ofMillis(1));
      scope.measures().giveBack(List.of(measured));
    }
  }

  private Session session(DataSource dataSource) throws SQLException {
    Sessions sessions = new Sessions(config, events);
    try (Connection one = queue.connect();
        Connection other = queue.connect()) {
      sessions.look(one, other);
    }
    return new Session(dataSource, Session.Use.usual("test", config.networkTimeout()), sessions);
  }

  private long stored() {
    return queue.awa().stats().perKind(StatsFilter.last(Duration.ofHours(1))).stream()
        .mapToLong(Timings::completed)
        .sum();
  }

  /** A database that lets nobody in so many times. */
  private DataSource refusing(int times) {
    AtomicInteger left = new AtomicInteger(times);
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection") && left.getAndDecrement() > 0) {
                throw new SQLException("connection refused", "08001");
              }
              try {
                return method.invoke(queue.dataSource(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void whatCouldNotBeSentIsSentAnotherTime() throws SQLException {
    measure();
    try (Session session = session(refusing(3))) {
      reporter.reportAll(session);
      assertThat(stored()).as("nobody was let in, twice").isZero();
      reporter.reportAll(session);
    }
    assertThat(stored()).isEqualTo(PAIRS);
  }

  @Test
  void whatTheServerRefusesIsSentAnotherTime() throws SQLException {
    measure();
    queue.sql("ALTER FUNCTION awa.append_timings RENAME TO away");
    try (Session session = session(queue.dataSource())) {
      reporter.reportAll(session);
      queue.sql("ALTER FUNCTION awa.away RENAME TO append_timings");
      reporter.reportAll(session);
    }
    assertThat(stored()).isEqualTo(PAIRS);
  }

  /** A connection that has broken since the last beat: nothing has reached the server by it. */
  @Test
  void aWorkerThatEndsTriesItOnceMore() throws SQLException {
    measure();
    try (Session session = session(queue.dataSource())) {
      long pid =
          session.call(connection -> TestQueue.number(connection, "SELECT pg_backend_pid()"));
      queue.sql("SELECT pg_terminate_backend(?::int)", pid);
      reporter.reportAll(session);
    }
    assertThat(stored()).as("without what was on its way").isEqualTo(PAIRS - 100);
  }

  /** To send it again would count it twice. */
  @Test
  void whatMayHaveBeenStoredIsNotSentAgain() throws SQLException {
    measure();
    AnswerLoss loss =
        new AnswerLoss(queue.dataSource(), ".append_timings(", () -> new SQLException("lost"));
    try (Session session = session(loss.dataSource())) {
      reporter.reportAll(session);
    }
    assertThat(loss.happened()).isTrue();
    assertThat(stored()).isEqualTo(PAIRS);
  }
}
