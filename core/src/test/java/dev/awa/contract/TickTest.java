package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Health;
import dev.awa.Health.Status;
import dev.awa.Outcome;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Schedule;
import dev.awa.support.TestQueue;
import dev.awa.worker.Ticked;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerHealth;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Maintenance without workers: a process for it alone, or a call now and then; and health. */
final class TickTest extends WorkerCase {
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private Ticked tick() {
    return Worker.of(queue.dataSource()).config(config()).tick(WITHIN);
  }

  private Map<String, Status> health() {
    return queue.awa().health(WITHIN).checks().stream()
        .collect(Collectors.toMap(Health.Check::name, Health.Check::status));
  }

  // --- tick ---

  @Test
  void aTickMovesWhatIsDueAndSaysWhenToComeAgain() {
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofMillis(1)));
    queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofSeconds(45)));
    Ticked ticked = tick();
    assertThat(ticked.led()).isTrue();
    assertThat(ticked.finished()).isTrue();
    assertThat(ticked.failed()).isEmpty();
    assertThat(ticked.next()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(45));
    assertThat(queue.awa().queues().stats("q").available()).isEqualTo(1);
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(1);
  }

  @Test
  void aTickFiresWhatIsDueAndComesAgainForTheNextFire() throws SQLException {
    queue
        .awa()
        .schedules()
        .declare(
            "shop", "1", Schedule.every("often", Duration.ofSeconds(30), TestQueue.job("q", 1)));
    queue.sql(
        "UPDATE awa.schedules SET fired_through = fired_through - interval '31 seconds',"
            + " due_at = due_at - interval '31 seconds'");
    Ticked ticked = tick();
    assertThat(queue.awa().queues().stats("q").available())
        .as("two where the next time comes meanwhile")
        .isBetween(1L, 2L);
    assertThat(ticked.next()).isLessThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aTickRescuesTheJobsOfADeadWorkerAndEmptiesSegments() throws SQLException {
    long dead = queue.worker();
    queue.enqueue("q", 3);
    queue.claim(dead, "q", 3);
    queue.declareDead(dead);
    queue.sql("UPDATE awa.storage_state SET rotate_after = '1 second', keep_history = '0'");
    queue.sql("UPDATE awa.ring SET rotated_at = rotated_at - interval '1 hour'");
    tick();
    assertThat(queue.awa().queues().stats("q").available()).isEqualTo(3);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    assertThat(queue.number("SELECT max(gen) FROM awa.ring")).as("rotated").isPositive();
    assertThat(queue.awa().jobs().list(dev.awa.JobFilter.newest(10))).hasSize(3);
  }

  @Test
  void aTickGivesUpTheLeadAndDoesNothingWhileAWorkerLeads() {
    assertThat(tick().led()).isTrue();
    assertThat(tick().led()).as("the first has given it up").isTrue();
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      Eventually.holds("it leads", () -> worker.health().leads());
      Ticked ticked = tick();
      assertThat(ticked.led()).isFalse();
      assertThat(ticked.turns()).isZero();
      assertThat(ticked.next()).isEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void theShortestTickComesToItsEndWhenNothingIsDue() {
    Worker.of(queue.dataSource()).tick(Duration.ofSeconds(20));
    assertThat(Worker.of(queue.dataSource()).tick(Duration.ofSeconds(5)).finished()).isTrue();
  }

  @Test
  void aTickMayTakeForEver() {
    assertThat(Worker.of(queue.dataSource()).tick(Duration.ofSeconds(Long.MAX_VALUE)).led())
        .isTrue();
  }

  @Test
  void aTickThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).tick(Duration.ofMillis(4999)))
        .hasMessageContaining("within: must be 5 s or more");
  }

  // --- maintenance only ---

  @Test
  void aWorkerForTheMaintenanceLeadsAndRunsNothing() throws SQLException {
    try (Worker worker = Worker.of(queue.dataSource()).config(config()).maintenanceOnly().start()) {
      Eventually.holds("it leads", () -> worker.health().leads());
      long id = enqueue();
      queue.awa().enqueue(TestQueue.job("q", 2).withDelay(Duration.ofMillis(1)));
      Eventually.holds("it promotes", () -> queue.awa().queues().stats("q").available() == 2);
      assertThat(job(id).attempt()).isZero();
      assertThat(queue.awa().workers().list().getFirst().queues()).isEmpty();
      Eventually.holds( // sessions of the calls above may still be on their way out
          "it keeps five sessions",
          () ->
              queue.number(
                      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                          + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
                  <= 5);
    }
    assertThat(queue.awa().workers().list()).isEmpty();
  }

  @Test
  void aWorkerIsForQueuesOrForTheMaintenance() {
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).queue("q").maintenanceOnly().start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for maintenance only");
  }

  // --- health ---

  @Test
  void healthTellsWhatIsMissingAndThatAllIsWell() throws SQLException {
    assertThat(health())
        .containsEntry("database", Status.UP)
        .containsEntry("schema", Status.UP)
        .containsEntry("leader", Status.DEGRADED)
        .containsEntry("workers", Status.DEGRADED);
    queue.enqueue("q", 1);
    assertThat(health()).containsEntry("queues", Status.DEGRADED);
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1)));
    queue.sql("UPDATE awa.deferred_jobs SET run_at = clock_timestamp() - interval '1 minute'");
    assertThat(health()).containsEntry("promotion", Status.DEGRADED);
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      Eventually.holds(
          () -> "all is well: " + queue.awa().health(WITHIN),
          () -> queue.awa().health(WITHIN).status() == Status.UP);
      WorkerHealth fares = worker.health();
      assertThat(fares.alive()).isTrue();
      assertThat(fares.ready()).isTrue();
      assertThat(fares.obstacle()).isNull();
      assertThat(fares.sinceBeat()).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void aSchemaThatIsNotThereIsDownAndAnAnswer() throws SQLException {
    queue.sql("DROP SCHEMA awa CASCADE");
    Health health = queue.awa().health(WITHIN);
    assertThat(health.status()).isEqualTo(Status.DOWN);
    assertThat(health.checks().getFirst().name()).isEqualTo("schema");
    assertThat(health.checks().getFirst().words()).contains("holds no Awa queue");
  }
}
