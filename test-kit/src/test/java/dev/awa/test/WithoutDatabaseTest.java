package dev.awa.test;

import static dev.awa.test.OutcomeAssert.assertThatOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Enqueuer;
import dev.awa.Handler;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.PlannedFire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Handlers, and code that enqueues, in tests that have no database. */
final class WithoutDatabaseTest {
  private static final SendReceipt RECEIPT = new SendReceipt("jo@example.org", 4200);

  @Test
  void aHandlerIsGivenTheFactsOfItsJob() throws Exception {
    Handler<SendReceipt> handler =
        (receipt, context) -> {
          context.print("to " + receipt.email() + ", " + context.job().metadata());
          return context.job().isLastAttempt()
              ? Outcome.fail("enough")
              : Outcome.retryAfter(Duration.ofMinutes(5), "later");
        };
    TestContext<SendReceipt> first =
        TestContext.of(Job.of(RECEIPT).withMaxAttempts(3).withMetadata(Map.of("tenant", "a")));
    assertThatOutcome(first.run(handler)).isRetried().isRetriedAfter(Duration.ofMinutes(5));
    assertThat(first.printed()).isEqualTo("to jo@example.org, {tenant=a}");
    assertThatOutcome(first.withAttempt(3).run(handler)).isFailed();
    assertThatThrownBy(() -> first.withAttempt(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("attempt: must be 1 to 3, got 4");
  }

  @Test
  void whatAHandlerTellsIsRecorded() throws Exception {
    Handler<SendReceipt> handler =
        (receipt, context) -> {
          int from = context.checkpoint(Integer.class).orElse(0);
          context.progress(from + 1, 4, "pages").checkpoint(from + 1).log("page %d", from + 1);
          return from == 3 ? Outcome.complete() : Outcome.retryAfter(Duration.ZERO, "more");
        };
    TestContext<SendReceipt> first = TestContext.of(RECEIPT);
    assertThatOutcome(first.run(handler)).isRetried();
    assertThat(first.progress().orElseThrow().percent()).isEqualTo(25.0);
    assertThat(first.progress().orElseThrow().message()).isEqualTo("1 of 4 pages");
    assertThat(first.logged()).containsExactly("page 1");
    TestContext<SendReceipt> second = first.withAttempt(2);
    second.run(handler);
    assertThat(second.checkpoint(Integer.class)).contains(2);
    assertThatOutcome(TestContext.of(RECEIPT).withCheckpoint(3).run(handler)).isCompleted();
    assertThatThrownBy(() -> first.checkpoint("x".repeat(65_536)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("checkpoint: must be at most 65536 bytes of JSON, got 65538 bytes");
    assertThat(first.forgetCheckpoint().checkpoint(Integer.class)).isEmpty();
  }

  @Test
  void aHandlerFindsTheFireOfItsSchedule() throws Exception {
    PlannedFire fire =
        new PlannedFire("nightly", Instant.parse("2026-03-29T01:00:00Z"), null, "Etc/UTC", "jo");
    TestContext<SendReceipt> attempt = TestContext.of(RECEIPT).withFire(fire);
    Handler<SendReceipt> handler =
        (receipt, context) ->
            fire.equals(context.job().fire()) ? Outcome.complete() : Outcome.fail("no fire");
    assertThatOutcome(attempt.run(handler)).isCompleted();
    assertThatOutcome(attempt.withAttempt(2).withCheckpoint(1).run(handler)).isCompleted();
    assertThatOutcome(TestContext.of(RECEIPT).run(handler)).isFailed();
  }

  @Test
  void aCancelledHandlerIsTold() throws Exception {
    TestContext<SendReceipt> attempt = TestContext.of(RECEIPT);
    StringBuilder told = new StringBuilder();
    attempt.onCancel(() -> told.append("first "));
    attempt.cancel();
    attempt.onCancel(() -> told.append("second"));
    assertThat(told).hasToString("first second");
    assertThatOutcome(
            attempt.run((receipt, context) ->
                context.isCancelled() ? Outcome.cancel("asked to") : Outcome.complete()))
        .isCancelled();
  }

  @Test
  void anOutcomeThatIsAnotherIsShown() throws Exception {
    Outcome done = TestContext.of(RECEIPT).runTask((receipt, context) -> {});
    assertThatOutcome(done).isCompleted();
    assertThatThrownBy(() -> assertThatOutcome(done).isSnoozed(Duration.ofSeconds(1)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("expected: snoozed for PT1S, the handler said: Complete[]");
  }

  @Test
  void whatIsEnqueuedIsRecorded() {
    RecordedJobs recorded = new RecordedJobs();
    Enqueuer enqueuer = recorded;
    enqueuer.enqueue(Job.of(RECEIPT).withQueue("mail"));
    enqueuer.enqueueAll(List.of(Job.of(RECEIPT), Job.of(RECEIPT)));
    assertThat(recorded.args(SendReceipt.class)).containsExactly(RECEIPT, RECEIPT, RECEIPT);
    assertThat(recorded.in("mail")).hasSize(1);
    recorded.clear();
    assertThat(recorded.jobs()).isEmpty();
    assertThat(enqueuer.enqueue(Job.of(RECEIPT)).id()).isEqualTo(4);
  }

  @Test
  void whatAwaRefusesIsRefused() {
    RecordedJobs recorded = new RecordedJobs();
    Job<SendReceipt> bad = Job.of(RECEIPT).withPriority(5);
    assertThatThrownBy(() -> recorded.enqueueAll(List.of(Job.of(RECEIPT), bad)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("priority");
    assertThat(recorded.jobs()).isEmpty();
  }
}
