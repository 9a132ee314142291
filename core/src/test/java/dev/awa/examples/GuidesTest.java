package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Descriptor;
import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.Handler;
import dev.awa.Health;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.Overwritten;
import dev.awa.QueueDepth;
import dev.awa.QueueSetting;
import dev.awa.StatsFilter;
import dev.awa.StoredJob;
import dev.awa.Timings;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.event.ConnectionLost;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Ticked;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The programs of the guides in docs/how-to, and that they do what the guides say. */
final class GuidesTest {
  record SendReceipt(String email, long cents) {}

  record Reindex(long document, String why) {}

  private final TestQueue queue = TestQueue.create();
  private final DataSource dataSource = queue.dataSource();
  private final Awa awa = queue.awa();
  private final List<String> sent = new ArrayList<>();
  private final Mailer mailer = sent::add;

  private interface Mailer {
    void send(String email);
  }

  private interface Pager {
    void call(String words);
  }

  // --- enqueue ---

  private void placeOrder(String email, long cents) throws SQLException {
    awa.inTransaction(tx -> {
      insertOrder(tx, email, cents);
      awa.enqueue(tx, Job.of(new SendReceipt(email, cents)).withQueue("mail"));
    });
  }

  private static void insertOrder(Connection tx, String email, long cents) throws SQLException {
    try (PreparedStatement insert = tx.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
      insert.setString(1, email);
      insert.setLong(2, cents);
      insert.executeUpdate();
    }
  }

  private void placeOrderByHand(String email, long cents) throws SQLException {
    try (Connection tx = dataSource.getConnection()) {
      tx.setAutoCommit(false);
      try {
        insertOrder(tx, email, cents);
        awa.enqueue(tx, Job.of(new SendReceipt(email, cents)).withQueue("mail"));
        tx.commit();
      } catch (Throwable failure) {
        tx.rollback();
        throw failure;
      }
    }
  }

  @Test
  void anOrderAndItsJobComeTogether() throws SQLException {
    execute("CREATE TABLE orders (email text, cents bigint)");
    placeOrder("jo@example.org", 4200);
    placeOrderByHand("al@example.org", 100);
    assertThat(awa.queues().stats("mail").available()).isEqualTo(2);
    assertThat(number("SELECT count(*) FROM orders")).isEqualTo(2);
  }

  @Test
  void aQueueIsChangedWhileItRuns() {
    List<Overwritten> before =
        awa.queues()
            .set("mail", change -> change.concurrency(5).keepFailed(Duration.ofDays(7)), "jo");
    awa.queues().set("mail", change -> change.reset(QueueSetting.CONCURRENCY), "jo");
    assertThat(before).hasSize(2);
    assertThat(awa.queues().show("mail").settings().values())
        .containsOnlyKeys(QueueSetting.KEEP_FAILED);
  }

  @Test
  void aQueueIsDescribed() {
    Descriptor mail =
        Descriptor.empty()
            .withOwner("team post")
            .withText("Everything that goes to customers")
            .withLink("runbook", "https://wiki.example.org/mail");
    assertThat(mail.owner()).isEqualTo("team post");
  }

  @Test
  void maintenanceIsDoneWithoutAWorkerThatRunsAllTheTime() {
    Ticked done = Worker.of(dataSource).tick(Duration.ofSeconds(20));
    Duration next = done.next(); // when to come again
    assertThat(next).isPositive();
    assertThat(awa.health(Duration.ofSeconds(5)).status()).isEqualTo(Health.Status.DEGRADED);
  }

  @Test
  void aDuplicateIsAnsweredOrRefused() {
    Job<SendReceipt> receipt =
        Job.of(new SendReceipt("jo@example.org", 4200))
            .withQueue("mail")
            .withUnique(Unique.byFields("email").oncePer(Duration.ofHours(1)));
    Enqueued first = awa.enqueue(receipt);
    Enqueued second = awa.enqueue(receipt);
    assertThat(second.duplicate()).isTrue();
    assertThat(second.id()).isEqualTo(first.id());

    Job<SendReceipt> strict = receipt.withUnique(Unique.byFields("email").orFail());
    awa.enqueue(strict);
    try {
      awa.enqueue(strict);
      throw new AssertionError("not refused");
    } catch (DuplicateJobException e) {
      assertThat(e.getMessage()).contains("duplicate of job");
    }
  }

  @Test
  void theNewestTakesThePlaceOfTheOneThatWaits() {
    awa.enqueue(
        Job.of(new Reindex(7, "first edit"))
            .withDelay(Duration.ofSeconds(10))
            .withUnique(Unique.byFields("document").orReplace()));
    Job<Reindex> reindex =
        Job.of(new Reindex(7, "third edit"))
            .withDelay(Duration.ofSeconds(10))
            .withUnique(
                Unique.byFields("document").orReplace().withLongestWait(Duration.ofMinutes(5)));
    Enqueued answer = awa.enqueue(reindex); // answer.verdict(): ENQUEUED, REPLACED or DUPLICATE
    assertThat(answer.verdict()).isEqualTo(Enqueued.Verdict.REPLACED);
    assertThat(awa.jobs().find(answer.id()).orElseThrow().args()).contains("third edit");
  }

  @Test
  void manyJobsAreEnqueuedAtOnce() {
    List<Job<SendReceipt>> receipts =
        List.of(
            Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail"),
            Job.of(new SendReceipt("al@example.org", 100))
                .withQueue("mail")
                .withDelay(Duration.ofMinutes(5)));
    List<Enqueued> answers = awa.enqueueAll(receipts); // all or nothing, one answer each, in order
    assertThat(answers).hasSize(2);

    Iterator<Job<SendReceipt>> stream = receipts.iterator();
    long count = awa.copy(stream, answer -> {}); // any number, in chunks: the fastest way in
    assertThat(count).isEqualTo(2);
  }

  // --- statistics ---

  @Test
  void howLongJobsWaitAndRunIsToldByQueueAndKind() {
    awa.enqueue(Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail"));
    try (Worker worker = receipts()) {
      Eventually.holds("it was sent", () -> awa.queues().stats("mail").completed() == 1);
      assertThat(worker.health().alive()).isTrue();
    }
    List<String> told = new ArrayList<>();

    StatsFilter hour = StatsFilter.last(Duration.ofHours(1)).withQueue("mail");
    for (Timings one : awa.stats().perKind(hour)) {
      told.add(one.kind() + ": 99 % within " + one.runs().percentile(0.99));
    }
    List<Timings> steps = awa.stats().overTime(hour, Duration.ofMinutes(5));
    List<QueueDepth> depth = awa.stats().depth(hour, Duration.ofMinutes(5));
    List<String> both = List.of("mail", "billing");
    Map<String, List<QueueDepth>> each = awa.stats().depths(both, hour, Duration.ofMinutes(5));
    assertThat(told).singleElement().asString().startsWith("send_receipt: 99 % within PT0.");
    assertThat(steps).singleElement().matches(one -> one.completed() == 1);
    assertThat(depth).allMatch(one -> one.available() <= 1);
    assertThat(both).containsAll(each.keySet());
  }

  // --- handlers ---

  private Worker receipts() {
    Handler<SendReceipt> sender =
        (receipt, context) -> {
          if (!receipt.email().contains("@")) {
            return Outcome.fail("no address");
          }
          mailer.send(receipt.email());
          return Outcome.complete();
        };
    return Worker.of(dataSource)
        .queue("mail", 20)
        .handler("send_receipt", SendReceipt.class, sender, Backoff.exponential())
        .start();
  }

  @Test
  void aHandlerSaysWhatFollows() {
    awa.enqueue(Job.of(new SendReceipt("nobody", 1)).withQueue("mail"));
    awa.enqueue(Job.of(new SendReceipt("jo@example.org", 1)).withQueue("mail"));
    try (Worker worker = receipts()) {
      Eventually.holds(
          () -> "" + awa.queues().stats("mail"),
          () -> awa.queues().stats("mail").completed() == 1 && !failedJobs().isEmpty());
      assertThat(worker.keptEndings()).isZero();
    }
    assertThat(sent).containsExactly("jo@example.org");
  }

  private List<StoredJob> failedJobs() {
    return awa.jobs().list(JobFilter.newest(20).withQueue("mail").withState(JobState.FAILED));
  }

  // --- deploy ---

  private Worker startAndStopWithTheProcess() {
    Worker worker =
        Worker.of(dataSource)
            .queue("mail", 20)
            .task(SendReceipt.class, (receipt, context) -> mailer.send(receipt.email()))
            .config(WorkerConfig.defaults().withGrace(Duration.ofSeconds(20)))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "close the worker"));
    return worker;
  }

  @Test
  void aWorkerIsClosedByAHook() {
    try (Worker worker = startAndStopWithTheProcess()) {
      awa.enqueue(Job.of(new SendReceipt("jo@example.org", 1)).withQueue("mail"));
      Eventually.holds(
          () -> "" + awa.queues().stats("mail"), () -> awa.queues().stats("mail").completed() == 1);
      assertThat(worker.running()).isZero();
    }
  }

  // --- events ---

  private Worker listening(Pager pager, AtomicLong counter) {
    return Worker.of(dataSource)
        .queue("mail", 20)
        .listen(JobEvent.Failed.class, failed -> pager.call(failed.words()))
        .listen(ConnectionLost.class, lost -> counter.incrementAndGet())
        .handler(SendReceipt.class, (receipt, context) -> Outcome.fail("no address"))
        .start();
  }

  @Test
  void aListenerHearsOfADeadLetter() {
    List<String> calls = new ArrayList<>();
    awa.enqueue(Job.of(new SendReceipt("nobody", 1)).withQueue("mail"));
    try (Worker worker = listening(calls::add, new AtomicLong())) {
      Eventually.holds(() -> "" + calls, () -> calls.size() == 1);
      assertThat(worker.isHearing()).isTrue();
    }
    assertThat(calls.getFirst()).contains("failed for good");
  }

  // --- moving from a table of one's own ---

  /** Jobs of the old table, which go as they are read. */
  private static final class OldJobs implements Iterator<Job<SendReceipt>> {
    private final ResultSet rows;
    private boolean hasNext;

    OldJobs(ResultSet rows) throws SQLException {
      this.rows = rows;
      hasNext = rows.next();
    }

    @Override
    public boolean hasNext() {
      return hasNext;
    }

    @Override
    public Job<SendReceipt> next() {
      if (!hasNext) {
        throw new NoSuchElementException();
      }
      try {
        SendReceipt receipt = new SendReceipt(rows.getString("email"), rows.getLong("cents"));
        hasNext = rows.next();
        return Job.of(receipt).withQueue("mail");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private long moveOldJobs() throws SQLException {
    return awa.<Long, SQLException>fromTransaction(tx -> {
      try (Statement statement = tx.createStatement();
          ResultSet rows = statement.executeQuery("DELETE FROM jobs RETURNING email, cents")) {
        return awa.copy(tx, new OldJobs(rows), answer -> {});
      }
    });
  }

  @Test
  void oldJobsMoveInOneTransaction() throws SQLException {
    execute("CREATE TABLE jobs (email text, cents bigint)");
    execute("INSERT INTO jobs SELECT 'jo' || i || '@example.org', i FROM generate_series(1, 50) i");
    assertThat(moveOldJobs()).isEqualTo(50);
    assertThat(number("SELECT count(*) FROM jobs")).isZero();
    assertThat(awa.queues().stats("mail").available()).isEqualTo(50);
  }

  // --- without cron ---

  private Enqueued fire(Instant planned) {
    return awa.enqueue(
        Job.of("nightly_report", planned)
            .withUnique(
                Unique.byText("nightly_report " + planned)
                    .heldAfter(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)));
  }

  @Test
  void aFireThatComesTwiceMakesOneJob() {
    Instant planned = Instant.parse("2026-11-29T02:00:00Z");
    assertThat(fire(planned).duplicate()).isFalse();
    assertThat(fire(planned).duplicate()).isTrue();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    return queue.number(sql);
  }
}
