package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.Action;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.PlannedFire;
import dev.awa.StatsFilter;
import dev.awa.Timings;
import dev.awa.Unique;
import dev.awa.schedule.Schedule;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@AwaTest
final class TestClockTest {
  private static final Job<SendReceipt> JOB =
      Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail");

  private final AwaKit kit;

  TestClockTest(AwaKit kit) {
    this.kit = kit;
  }

  @Test
  void delaysAndInstantsCome() {
    kit.task(SendReceipt.class, (receipt, context) -> {});
    kit.awa().enqueue(JOB.withDelay(Duration.ofDays(1)));
    kit.awa().enqueue(JOB.withRunAt(Instant.now().plus(Duration.ofDays(2))));
    kit.drain("mail").hasCount(0);
    kit.clock().advance(Duration.ofHours(25));
    kit.drain("mail").hasCount(1);
    kit.clock().advance(Duration.ofHours(24));
    kit.drain("mail").hasCount(1);
  }

  /** What a worker has measured belongs to the test, and grows old with it. */
  @Test
  void timingsGrowOldAndAreEmptied() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    kit.awa().enqueue(JOB);
    Worker worker =
        Worker.of(kit.dataSource())
            .queue("mail", 1)
            .task(SendReceipt.class, (receipt, context) -> ran.countDown())
            .start();
    ran.await();
    worker.close();
    assertThat(completedSince(Duration.ofHours(1))).isEqualTo(1);
    kit.clock().advance(Duration.ofHours(2));
    assertThat(completedSince(Duration.ofHours(1))).isZero();
    assertThat(completedSince(Duration.ofHours(3))).isEqualTo(1);
    kit.empty();
    assertThat(completedSince(Duration.ofHours(3))).isZero();
  }

  private long completedSince(Duration time) {
    return kit.awa().stats().perKind(StatsFilter.last(time)).stream()
        .mapToLong(Timings::completed)
        .sum();
  }

  @Test
  void operationsAreWorkedOff() {
    kit.awa().enqueueAll(List.of(JOB, JOB, JOB.withDelay(Duration.ofDays(1))));
    kit.awa()
        .operations()
        .submit(JobFilter.newest(1).withQueue("mail"), Action.cancel(), "jo", "not wanted");
    assertThat(kit.workOffOperations()).isEqualTo(3);
    assertThat(kit.workOffOperations()).isZero();
    kit.assertThatQueue("mail").hasCount(JobState.CANCELLED, 3);
  }

  @Test
  void schedulesComeDue() {
    List<PlannedFire> fires = new ArrayList<>();
    kit.task(SendReceipt.class, (receipt, context) -> fires.add(context.job().fire()));
    kit.awa()
        .schedules()
        .declare("shop", "1", Schedule.cron("daily", "0 3 * * *", JOB).withZone("Europe/Berlin"));
    assertThat(kit.fireSchedules()).isZero();
    for (int day = 1; day <= 3; day++) {
      kit.clock().advance(Duration.ofDays(1));
      assertThat(kit.fireSchedules()).isEqualTo(1);
      kit.drain().allCompleted();
    }
    assertThat(fires).hasSize(3).extracting(PlannedFire::schedule).containsOnly("daily");
    kit.empty();
    assertThat(kit.fireSchedules()).as("declared still, and begun anew").isZero();
    kit.clock().advance(Duration.ofDays(1));
    assertThat(kit.fireSchedules()).isEqualTo(1);
  }

  @Test
  void snoozedJobsComeBack() {
    kit.handler(
        SendReceipt.class,
        (receipt, context) ->
            context.job().runNo() == 1 ? Outcome.snooze(Duration.ofDays(3)) : Outcome.complete());
    kit.awa().enqueue(JOB);
    kit.drain("mail").hasCount(1);
    kit.clock().advance(Duration.ofDays(3));
    kit.drain("mail").allCompleted().hasCount(1);
  }

  @Test
  void prioritiesAge() {
    List<Integer> ran = new ArrayList<>();
    kit.task(SendReceipt.class, (receipt, context) -> ran.add(context.job().priority()));
    kit.awa().enqueue(JOB.withPriority(4));
    kit.clock().advance(Duration.ofMinutes(4));
    kit.awa().enqueue(JOB.withPriority(2));
    kit.drain("mail");
    assertThat(ran).containsExactly(4, 2);
  }

  @Test
  void periodsOfUniqueJobsEnd() {
    Job<SendReceipt> daily = JOB.withUnique(Unique.byArguments().oncePer(Duration.ofDays(1)));
    assertThat(kit.awa().enqueue(daily).duplicate()).isFalse();
    assertThat(kit.awa().enqueue(daily).duplicate()).isTrue();
    kit.clock().advance(Duration.ofDays(1));
    assertThat(kit.awa().enqueue(daily).duplicate()).isFalse();
  }

  @Test
  void historyIsKeptForItsTimeAndNoLonger() {
    kit.handler(
        SendReceipt.class,
        (receipt, context) -> receipt.cents() == 0 ? Outcome.fail("no") : Outcome.complete());
    kit.awa().enqueue(JOB);
    kit.awa().enqueue(Job.of(new SendReceipt("jo@example.org", 0)).withQueue("mail"));
    kit.drain("mail").hasCount(2);
    kit.clock().advance(Duration.ofMinutes(30));
    kit.assertThatQueue("mail").hasCount(2);
    kit.clock().advance(Duration.ofMinutes(31)); // keep_history is an hour
    kit.assertThatQueue("mail").hasCount(1).hasCount(JobState.FAILED, 1);
    kit.clock().advance(Duration.ofDays(30)); // keep_dead_letters
    kit.assertThatQueue("mail").hasCount(0);
    assertThat(kit.awa().queues().stats("mail").failed()).isZero();
  }

  @Test
  void whatIsSetOfAKindIsKeptForItsTime() {
    kit.handler(SendReceipt.class, (receipt, context) -> Outcome.fail("no"));
    kit.awa()
        .kinds()
        .set("send_receipt", change -> change.keepDeadLetters(Duration.ofDays(90)), "test");
    kit.awa().enqueue(JOB);
    kit.drain("mail").hasCount(1);
    kit.clock().advance(Duration.ofDays(60)); // keep_dead_letters of all is 30 days
    kit.assertThatQueue("mail").hasCount(1);
    kit.clock().advance(Duration.ofDays(31));
    kit.assertThatQueue("mail").hasCount(0);
  }

  @Test
  void leasesOfDeadWorkersRunOutAndOfLivingOnesDoNot() throws SQLException {
    DataSource unpooled = kit.dataSource().unwrap(HikariDataSource.class).getDataSource();
    try (Connection own = unpooled.getConnection();
        InlineWorker living = worker(kit.dataSource(), "living").inline()) {
      worker(new OneConnection(own), "dead").inline(); // is not closed: its connection is cut off
      long process = number(own, "SELECT pg_backend_pid()");
      try (Connection other = kit.dataSource().getConnection()) {
        number(other, "SELECT pg_terminate_backend(" + process + ", 10000)::int");
        kit.clock().advance(Duration.ofMinutes(10));
        assertThat(silence(other, "dead")).isGreaterThanOrEqualTo(600);
        assertThat(silence(other, "living")).isLessThan(600);
        number(other, "WITH gone AS (DELETE FROM awa.workers WHERE name = 'dead') SELECT 1");
      }
      assertThat(living.runNext("mail")).isEmpty();
    }
  }

  private static Worker.Builder worker(DataSource dataSource, String name) {
    return Worker.of(dataSource).config(WorkerConfig.defaults().withName(name));
  }

  private static long silence(Connection connection, String worker) throws SQLException {
    return number(
        connection,
        "SELECT extract(epoch FROM clock_timestamp() - b.beat_at)::bigint"
            + " FROM awa.beats b JOIN awa.workers w ON w.id = b.worker_id WHERE w.name = '"
            + worker
            + "'");
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  @Test
  void theTimeGoesForwardOnly() {
    assertThatThrownBy(() -> kit.clock().advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("advance: must be more than 0 and at most 3650 days, got PT-1S");
  }
}
