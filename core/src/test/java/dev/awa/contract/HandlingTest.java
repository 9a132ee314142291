package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Health.Check;
import dev.awa.Health.Status;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.KnownWorker;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.Retried;
import dev.awa.Unhandled;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.SchedulePlan;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers say which kinds they handle, and who asks is warned of kinds that nobody handles. */
@Tag("every-postgres")
final class HandlingTest extends WorkerCase {
  private static final Unhandled OTHER = new Unhandled("q", "other", 1);

  private static Job<RawJson> other() {
    return Job.of("other", new RawJson("1")).withQueue("q");
  }

  private Worker.Builder idle() {
    return worker((args, context) -> Outcome.complete());
  }

  private KnownWorker known() {
    return queue.awa().workers().list().getFirst();
  }

  private Check handlers() {
    return queue.awa().health(Duration.ofSeconds(9)).checks().stream()
        .filter(check -> check.name().equals("handlers"))
        .findFirst()
        .orElseThrow();
  }

  private long cancelled() {
    long id = queue.awa().enqueue(other()).id();
    queue.awa().jobs().cancel(id, "not now");
    return id;
  }

  /** As a worker of a version that does not say what it handles. */
  private void nobodySays() throws SQLException {
    queue.sql("UPDATE awa.workers SET kinds = NULL");
  }

  @Test
  void aWorkerSaysFromItsStartWhichKindsItHandles() throws SQLException {
    HandlerConfig alias = HandlerConfig.defaults().withAliases("greet");
    try (Worker worker = idle().task(Greeting.class, (args, context) -> {}, alias).start()) {
      assertThat(worker.running()).isZero();
      assertThat(known().kinds()).containsExactly("greet", "greeting", "test");
      assertThat(queue.texts("SELECT array_to_string(kinds, ' ') FROM awa.workers_now"))
          .containsExactly("greet greeting test");
      assertThat(queue.texts("SELECT state FROM awa.workers_now")).doesNotContain("dead");
    }
    try (Worker worker = idle().handlerForAnyKind((args, context) -> Outcome.complete()).start()) {
      assertThat(worker.running()).isZero();
      assertThat(known().kinds()).contains(KnownWorker.EVERY_KIND);
      assertThat(known().mayHandle("whatever")).isTrue();
    }
  }

  @Test
  void aRetryWarnsOfAKindThatNobodyHandles() throws SQLException {
    long alone = cancelled();
    assertThat(queue.awa().deadLetters().retry(alone).unhandled())
        .as("without any worker")
        .isEqualTo(new Unhandled("q", "other", 1));
    try (Worker worker = idle().start()) {
      assertThat(worker.running()).isZero();
      long id = cancelled();
      Retried answer = queue.awa().deadLetters().retry(id);
      assertThat(answer.isRetried()).isTrue();
      assertThat(answer.unhandled()).isEqualTo(OTHER);
      assertThat(OTHER.words())
          .isEqualTo(
              "no living worker of queue \"q\" has a handler for kind \"other\" (1 job): start a"
                  + " worker that has one, or look for a misspelt kind");
      long moved = cancelled();
      assertThat(
              queue.awa().deadLetters().retry(moved, change -> change.queue("empty")).unhandled())
          .as("no worker works on the queue it goes to")
          .isEqualTo(new Unhandled("empty", "other", 1));
      long handled = enqueue();
      awaitEvents(handled, "Started 1", "Completed 1");
      nobodySays();
      assertThat(queue.awa().deadLetters().retry(cancelled()).unhandled()).isNull();
    }
  }

  @Test
  void aRetryOfManyCountsThoseThatNobodyHandles() throws SQLException {
    for (int i = 0; i < 3; i++) {
      queue.awa().enqueue(other());
    }
    Worker.Builder failing =
        Worker.of(queue.dataSource())
            .queue("q")
            .handler(
                "other", RawJson.class, (a, c) -> Outcome.fail("no"), attempt -> Duration.ZERO);
    try (Worker worker = failing.start()) {
      assertThat(worker.running()).isZero();
      Eventually.holds(
          "all have failed", () -> queue.number("SELECT count(*) FROM awa.dead_letters") == 3);
    }
    try (Worker worker = idle().start()) {
      assertThat(worker.running()).isZero();
      assertThat(queue.awa().deadLetters().retryAll(JobFilter.all(10)).unhandled())
          .containsExactly(new Unhandled("q", "other", 3));
    }
  }

  @Test
  void healthWarnsOfJobsThatWereOnlyPutBack() throws SQLException {
    queue.awa().enqueue(other());
    try (Worker worker = idle().start()) {
      assertThat(worker.running()).isZero();
      Eventually.holds("the job was put back", () -> handlers().status() == Status.DEGRADED);
      assertThat(handlers().words()).isEqualTo(OTHER.words());
      assertThat(events.stream().filter(JobEvent.Released.class::isInstance))
          .extracting(event -> ((JobEvent.Released) event).delay())
          .contains(Duration.ofSeconds(10));
      nobodySays();
      assertThat(handlers().status()).isEqualTo(Status.UP);
    }
  }

  @Test
  void aDeclarationWarnsOfSchedulesWhoseKindNobodyHandles() {
    Schedule[] both = {
      Schedule.cron("one", "0 3 * * *", other()), Schedule.cron("two", "0 4 * * *", other())
    };
    try (Worker worker = idle().start()) {
      assertThat(worker.running()).isZero();
      SchedulePlan plan = queue.awa().schedules().declare("shop", "1", both);
      assertThat(plan.unhandled()).isEqualTo(List.of(new Unhandled("q", "other", 0)));
      assertThat(plan.of(SchedulePlan.Verdict.ADD)).hasSize(2);
    }
  }
}
