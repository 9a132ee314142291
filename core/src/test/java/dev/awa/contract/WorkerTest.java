package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.Enqueued;
import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events, settings, and what a worker leaves behind in a pool. */
@Tag("every-postgres")
final class WorkerTest extends WorkerCase {
  @Test
  void theEventsOfAJobComeInOrderAndAfterTheirCommit() {
    int jobs = 40;
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    Map<Long, List<String>> heard = new ConcurrentHashMap<>();
    List<Long> ids = new ArrayList<>();
    try (Worker worker =
        worker((args, context) ->
                context.job().attempt() < 4
                    ? Outcome.retryAfter(Duration.ZERO, "again")
                    : Outcome.complete())
            .listen(
                JobEvent.class,
                event -> {
                  heard
                      .computeIfAbsent(event.job().id(), id -> new ArrayList<>())
                      .add(event.getClass().getSimpleName() + event.job().attempt());
                  if (event instanceof JobEvent.Completed
                      && job(event.job().id()).state() != JobState.COMPLETED) {
                    wrong.add("told too early: " + event);
                  }
                })
            .listen(
                JobEvent.class,
                event -> {
                  throw new IllegalStateException("a listener's failure changes nothing");
                })
            .start()) {
      queue.awa().enqueueAll(jobs(jobs)).forEach(answer -> ids.add(answer.id()));
      Eventually.holds(
          "all are heard of",
          () -> events.stream().filter(JobEvent.Completed.class::isInstance).count() == jobs);
    }
    assertThat(wrong).isEmpty();
    assertThat(ids)
        .allSatisfy(id ->
            assertThat(heard.get(id))
                .containsExactly(
                    "Started1",
                    "Retried1",
                    "Started2",
                    "Retried2",
                    "Started3",
                    "Retried3",
                    "Started4",
                    "Completed4"));
  }

  private static List<Job<?>> jobs(int count) {
    return IntStream.range(0, count).<Job<?>>mapToObj(i -> TestQueue.job("q", i)).toList();
  }

  @Test
  void whatIsEnqueuedByAHandlerRunsToo() {
    AtomicInteger ran = new AtomicInteger();
    try (Worker worker =
        worker(
                (args, context) -> {
                  if (ran.incrementAndGet() < 20) {
                    Enqueued next = queue.awa().enqueue(TestQueue.job("q", ran.get()));
                    assertThat(next.duplicate()).isFalse();
                  }
                  return Outcome.complete();
                })
            .start()) {
      enqueue();
      Eventually.holds("the chain ends", () -> queue.awa().queues().stats("q").completed() == 20);
    }
  }

  @Test
  void itSaysAtItsStartThatCountsScanAndWhatEndsThat() throws SQLException {
    String command = "awa storage rebuild-terminal-counters";
    queue.sql("TRUNCATE awa.dead_letters");
    try (LogLines log = new LogLines("dev.awa")) {
      worker((args, context) -> Outcome.complete()).start().close();
      assertThat(log.all()).anyMatch(line -> line.contains(command));
    }
    queue.awa().storage().rebuildTerminalCounters(Duration.ofSeconds(10));
    try (LogLines log = new LogLines("dev.awa")) {
      worker((args, context) -> Outcome.complete()).start().close();
      assertThat(log.all()).noneMatch(line -> line.contains(command));
    }
  }

  @Test
  void badSettingsAreRefusedAtOnce() {
    Worker.Builder builder = Worker.of(queue.dataSource());
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no queue to work on");
    assertThatThrownBy(() -> builder.queue("mail", 0))
        .hasMessage("queue \"mail\": concurrency must be 1 to 1000000, got 0");
    assertThatThrownBy(() -> builder.queue("", 1)).hasMessageContaining("1 to 200 characters");
    builder.task(Greeting.class, (greeting, context) -> {});
    assertThatThrownBy(() -> builder.task(Greeting.class, (greeting, context) -> {}))
        .hasMessage("handler: kind \"greeting\" has one already");
    assertThatThrownBy(() -> WorkerConfig.defaults().withBeat(Duration.ofSeconds(60)))
        .hasMessageContaining("beats");
    assertThatThrownBy(() -> WorkerConfig.defaults().withPoll(Duration.ZERO))
        .hasMessage("worker poll: must be positive, got PT0S");
  }

  @Test
  void itGivesThePoolItsConnectionsBackAsTheyWereAndWithoutAWord() throws Exception {
    try (HikariDataSource pool = new HikariDataSource();
        LogLines said = new LogLines("com.zaxxer.hikari")) {
      pool.setDataSource(queue.dataSource());
      pool.setMaximumPoolSize(20);
      Handler<RawJson> done = (args, context) -> Outcome.complete();
      try (Worker worker =
          Worker.of(pool).config(config()).queue("q").handlerForAnyKind(done).start()) {
        Eventually.holds("it listens", worker::isHearing);
        awaitState(enqueue(), JobState.COMPLETED);
      }
      assertThat(said.all()).noneMatch(line -> line.startsWith("WARN"));
      int opened = pool.getHikariPoolMXBean().getTotalConnections();
      assertThat(pool.getHikariPoolMXBean().getIdleConnections()).isEqualTo(opened).isPositive();
      List<Connection> all = new ArrayList<>();
      for (int i = 0; i < opened; i++) {
        all.add(pool.getConnection());
      }
      for (Connection connection : all) {
        assertThat(leftIn(connection)).isEqualTo("0 0");
        connection.close();
      }
    }
  }

  /** How many channels a session listens to, and how many session locks it holds. */
  private static String leftIn(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM pg_listening_channels()) || ' ' ||
                       (SELECT count(*) FROM pg_locks
                         WHERE pid = pg_backend_pid() AND locktype = 'advisory')
                """)) {
      row.next();
      return row.getString(1);
    }
  }
}
