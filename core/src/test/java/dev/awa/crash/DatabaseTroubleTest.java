package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.lab.Proxy;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Whatever happens to the database or to the way there: a job that was committed runs, nothing is
 * marked finished that was not, the worker recovers by itself, and the log stays small.
 */
final class DatabaseTroubleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What the connections say of those who claim and those who finish. */
  private static final String CLAIM = ".claim(";

  private static final String FLUSH = ".flush(";

  private static Postgres server;

  private final Ledger ledger = new Ledger();
  private TestQueue queue;
  private LogLines log;

  @BeforeAll
  static void startServer() throws IOException {
    server = OwnServer.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void createQueue() throws SQLException {
    try (Connection connection = server.database("postgres").getConnection()) {
      TestQueue.sql(connection, "DROP SCHEMA IF EXISTS awa CASCADE");
    }
    queue = TestQueue.in(server.database("postgres"), "awa");
    log = new LogLines("dev.awa");
  }

  @AfterEach
  void stopCounting() {
    log.close();
  }

  private static WorkerConfig config() {
    return WorkerConfig.defaults()
        .withName("test")
        .withPoll(Duration.ofMillis(50))
        .withBeat(Duration.ofMillis(200))
        .withDeathGrace(Duration.ofSeconds(1))
        .withLease(Duration.ofSeconds(3))
        .withGrace(Duration.ofSeconds(3))
        .withNetworkTimeout(Duration.ofSeconds(2));
  }

  private Worker.Builder worker(DataSource dataSource) {
    return Worker.of(dataSource)
        .config(config())
        .queue("q", 20)
        .handler("test", RawJson.class, ledger.handler(), Backoff.fixed(Duration.ofMillis(1)));
  }

  /** A worker that speaks through a proxy for which some connections count; it has run a job. */
  private final class Proxied implements AutoCloseable {
    private final Proxy proxy;
    private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
    private final Worker worker;
    private final List<Long> first;

    Proxied(String word) {
      this(word, config());
    }

    Proxied(String word, WorkerConfig config) {
      proxy = Proxy.to(server.port(), word);
      worker = worker(through(proxy)).config(config).listen(JobEvent.class, events::add).start();
      first = queue.enqueue("q", 1);
      awaitAllCompleted(first);
      Eventually.holds("the worker hears", worker::isHearing);
    }

    /** Enqueues more jobs; answers all there are. */
    List<Long> enqueue(int count) {
      List<Long> ids = new ArrayList<>(first);
      ids.addAll(queue.enqueue("q", count));
      return ids;
    }

    /** Breaks what there is and lets what comes through. */
    void interrupt() {
      proxy.refuse();
      proxy.resume();
    }

    @Override
    public void close() {
      interrupt(); // whatever hangs must not keep the worker from closing
      worker.close();
      proxy.close();
    }
  }

  private QueueStats stats() {
    return queue.awa().queues().stats("q");
  }

  private void awaitAllCompleted(List<Long> ids) {
    Eventually.holds(
        () -> "all " + ids.size() + " complete, started " + ledger.starts() + ": " + stats(),
        PATIENCE,
        () -> stats().completed() == ids.size());
    ledger.assertAllCompleted(queue.awa(), ids);
    assertThat(stats().running()).isZero();
    assertThat(stats().failed()).isZero();
  }

  // --- the server ---

  @ParameterizedTest
  @ValueSource(strings = {"fast", "immediate"})
  void aRestartUnderLoadLosesNothing(String mode) throws Exception {
    List<Long> ids = queue.enqueue("q", 6000);
    try (Worker worker = worker(server.database("postgres")).start()) {
      for (int part = 1; part <= 2; part++) {
        int some = part * 1500;
        Eventually.holds("some have run", () -> ledger.starts() >= some);
        server.restart(mode);
      }
      awaitAllCompleted(ids);
    }
    assertThat(log.all()).as("lines of log").hasSizeLessThan(60);
  }

  @Test
  void anOutageIsAPauseAndAPageOfLog() throws Exception {
    List<Long> ids = new ArrayList<>(queue.enqueue("q", 100));
    try (Worker worker = worker(server.database("postgres")).start()) {
      Eventually.holds("some have run", () -> ledger.starts() >= 50);
      server.stop("fast");
      try {
        Eventually.holds("it is noticed", () -> log.all().size() >= 3);
      } finally {
        server.start();
      }
      ids.addAll(queue.enqueue("q", 100));
      awaitAllCompleted(ids);
    }
    assertThat(log.all()).as("lines of log").hasSizeLessThan(30);
  }

  @Test
  void backendsThatAreTerminatedAgainAndAgainLoseNothing() throws Exception {
    List<Long> ids = queue.enqueue("q", 8_000);
    try (Worker worker = worker(server.database("postgres")).start()) {
      for (int round = 1; round <= 12; round++) {
        int some = round * 200;
        Eventually.holds("some more have run", () -> ledger.starts() >= some);
        terminateAll();
      }
      awaitAllCompleted(ids);
    }
    assertThat(log.all()).as("lines of log").hasSizeLessThan(30);
  }

  private void terminateAll() throws SQLException {
    queue.number(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  // --- the way there ---

  @Test
  void aClaimWhoseAnswerIsLostIsAdopted() throws Exception {
    try (Proxied proxied = new Proxied(CLAIM)) {
      proxied.proxy.dropReplies();
      List<Long> ids = proxied.enqueue(5);
      Eventually.holds("the claim is made", () -> stats().running() == 5);
      assertThat(ledger.starts()).isEqualTo(1);
      proxied.interrupt();
      awaitAllCompleted(ids);
      assertThat(ledger.starts()).as("each once: the claim was adopted").isEqualTo(6);
      assertThat(queue.number("SELECT count(*) FROM awa.claims")).isEqualTo(2);
    }
  }

  @Test
  void aFlushWhoseAnswerIsLostIsNotSentTwice() throws Exception {
    try (Proxied proxied = new Proxied(FLUSH)) {
      proxied.proxy.dropReplies();
      List<Long> ids = proxied.enqueue(5);
      Eventually.holds("something is closed", () -> stats().completed() > 1);
      proxied.interrupt();
      awaitAllCompleted(ids);
      Eventually.holds(
          () -> "every job is told to be completed: " + proxied.events,
          () -> proxied.events.stream().filter(JobEvent.Completed.class::isInstance).count() == 6);
      assertThat(proxied.events).noneMatch(JobEvent.Stale.class::isInstance);
      assertThat(ledger.starts()).isEqualTo(6);
      assertThat(queue.number("SELECT sum(n) FROM awa.closures")).isEqualTo(6);
    }
  }

  @Test
  void connectionsThatGoSilentAreGivenUp() {
    try (Proxied proxied = new Proxied("")) {
      proxied.proxy.silence();
      proxied.proxy.resume(); // for those to come
      awaitAllCompleted(proxied.enqueue(5));
    }
  }

  @Test
  void aConnectionThatGoesSilentWhileItIsOpenedIsGivenUp() {
    try (Proxied proxied = new Proxied(CLAIM)) {
      proxied.proxy.silence();
      proxied.proxy.reset();
      Eventually.holds("a new connection is tried", () -> proxied.proxy.silentConnections() > 0);
      proxied.proxy.resume(); // for those to come
      awaitAllCompleted(proxied.enqueue(5));
    }
  }

  @Test
  void aWorkerThatIsClosedBeforeItKnowsWhatItClaimedLosesNothing() {
    List<Long> ids;
    try (Proxied proxied = new Proxied(CLAIM)) {
      proxied.proxy.dropReplies();
      ids = proxied.enqueue(5);
      Eventually.holds("the claim is made", () -> stats().running() == 5);
      proxied.proxy.refuse();
      proxied.worker.close();
      assertThat(ledger.starts()).isEqualTo(1);
    }
    try (Worker next = worker(server.database("postgres")).start()) {
      awaitAllCompleted(ids);
    }
  }

  @Test
  void aWorkerThatIsClosedBeforeItCouldSendItsEndingsLosesNothing() {
    List<Long> ids;
    WorkerConfig impatient = config().withSendGrace(Duration.ofMillis(500));
    try (Proxied proxied = new Proxied(FLUSH, impatient)) {
      proxied.proxy.refuse();
      ids = proxied.enqueue(5);
      Eventually.holds("all have run", () -> ledger.ended().size() == 6);
      proxied.worker.close();
      assertThat(stats().completed()).isEqualTo(1);
    }
    try (Worker next = worker(server.database("postgres")).start()) {
      awaitAllCompleted(ids);
    }
  }

  @Test
  void aWorkerThatWasSilentForTooLongIsFencedAndBeginsAnew() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
    List<Long> ids = queue.enqueue("q", 1);
    try (Proxy proxy = Proxy.to(server.port());
        Worker silent =
            Worker.of(through(proxy))
                .config(config())
                .queue("q")
                .listen(JobEvent.class, events::add)
                .handler(
                    "test",
                    RawJson.class,
                    (args, context) -> {
                      begun.countDown();
                      awaitUninterruptibly(finish);
                      return Outcome.fail("must not count");
                    },
                    Backoff.exponential())
                .start()) {
      begun.await();
      proxy.refuse();
      try (Worker other = worker(server.database("postgres")).start()) {
        awaitAllCompleted(ids);
      }
      proxy.resume();
      finish.countDown();
      Eventually.holds(
          () -> "the late ending is told to be stale: " + events,
          () -> events.stream().anyMatch(JobEvent.Stale.class::isInstance));
      assertThat(stats().failed()).isZero();
      assertThat(stats().completed()).isEqualTo(1);
      Eventually.holds(
          "it is registered anew", () -> queue.number("SELECT count(*) FROM awa.beats") == 1);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // it goes on, as bad handlers do
      }
    }
  }

  private static DataSource through(Proxy proxy) {
    PGSimpleDataSource direct = server.database("postgres");
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(direct.getURL());
    dataSource.setUser(direct.getUser());
    dataSource.setPassword(direct.getPassword());
    dataSource.setPortNumbers(new int[] {proxy.port()});
    dataSource.setServerNames(new String[] {"127.0.0.1"});
    dataSource.setSslMode("disable"); // else the driver limits a part of the opening
    return dataSource;
  }
}
