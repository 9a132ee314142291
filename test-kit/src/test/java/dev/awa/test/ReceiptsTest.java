package dev.awa.test;

import static dev.awa.test.OutcomeAssert.assertThatOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.event.JobEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@AwaTest
class ReceiptsTest {
  @Test
  void aReceiptIsSentForEachOrder(AwaKit kit) {
    Mailer mailer = new Mailer();
    kit.task(SendReceipt.class, (receipt, context) -> mailer.send(receipt.email()));

    new Orders(kit.awa()).place("jo@example.org", 4200);

    kit.assertThatQueue("mail").hasOneJob(SendReceipt.class, receipt -> receipt.cents() == 4200);
    kit.drain("mail").allCompleted();
    kit.assertThatQueue("mail").isEmpty().hasCount(JobState.COMPLETED, 1);
    assertEquals(List.of("jo@example.org"), mailer.sent());
  }

  @Test
  void aReceiptIsTriedAgain(AwaKit kit) {
    Mailer mailer = new Mailer();
    kit.task(
        SendReceipt.class,
        (receipt, context) -> {
          if (context.job().attempt() == 1) {
            throw new IllegalStateException("the provider is down");
          }
          mailer.send(receipt.email());
        });
    new Orders(kit.awa()).place("jo@example.org", 4200);

    Drained first = kit.drain("mail");
    assertEquals(1, first.of(JobEvent.Retried.class).size());
    kit.assertThatQueue("mail").hasCount(JobState.RETRYABLE, 1);

    kit.clock().advance(Duration.ofMinutes(1)); // the back-off is about 2 s
    kit.drain("mail").allCompleted().hasCount(1);
  }

  @Test
  void theHandlerGivesUpWithoutADatabase() throws Exception {
    Handler<SendReceipt> sender =
        (receipt, context) ->
            receipt.email().contains("@") ? Outcome.complete() : Outcome.fail("no address");
    TestContext<SendReceipt> attempt = TestContext.of(new SendReceipt("nobody", 1));
    assertThatOutcome(attempt.run(sender)).isFailed();
  }

  @Test
  void anOrderEnqueuesAReceiptWithoutADatabase() {
    RecordedJobs jobs = new RecordedJobs();
    new Orders(jobs).place("jo@example.org", 4200);
    assertEquals(List.of(new SendReceipt("jo@example.org", 4200)), jobs.args(SendReceipt.class));
  }
}
