package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.event.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@AwaTest
final class DrainTest {
  private static final SendReceipt RECEIPT = new SendReceipt("jo@example.org", 4200);

  private final AwaKit kit;

  DrainTest(AwaKit kit) {
    this.kit = kit;
  }

  private long enqueue(int cents) {
    return kit.awa()
        .enqueue(Job.of(new SendReceipt("jo@example.org", cents)).withQueue("mail"))
        .id();
  }

  @Test
  void jobsRunInTheirOrderOnThisThread() {
    List<Long> sent = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      enqueue(i);
    }
    Drained drained =
        kit.task(
                SendReceipt.class,
                (receipt, context) -> {
                  sent.add(receipt.cents());
                  threads.add(Thread.currentThread());
                })
            .drain("mail");
    assertThat(sent).containsExactly(1L, 2L, 3L);
    assertThat(threads).containsOnly(Thread.currentThread());
    assertThat(drained.allCompleted().count()).isEqualTo(3);
    kit.assertThatQueue("mail").isEmpty().hasCount(JobState.COMPLETED, 3);
  }

  @Test
  void theNextJobIsRunAlone() {
    enqueue(1);
    enqueue(2);
    kit.task(SendReceipt.class, (receipt, context) -> {});
    assertThat(kit.runNext("mail")).get().isInstanceOf(JobEvent.Completed.class);
    kit.assertThatQueue("mail").hasCount(JobState.AVAILABLE, 1);
    assertThat(kit.runNext("other")).isEmpty();
  }

  @Test
  void aFailedAttemptIsInTheAnswerAndTheRetryWaits() {
    long id = enqueue(1);
    IllegalStateException down = new IllegalStateException("the provider is down");
    kit.task(
        SendReceipt.class,
        (receipt, context) -> {
          if (context.job().attempt() == 1) {
            throw down;
          }
        });
    Drained first = kit.drain("mail");
    assertThat(first.of(JobEvent.Retried.class))
        .singleElement()
        .satisfies(retried -> assertThat(retried.thrown()).isSameAs(down));
    assertThatThrownBy(first::allCompleted)
        .isInstanceOf(AssertionError.class)
        .hasCause(down)
        .hasMessageContaining("1 of 1 runs did not complete")
        .hasMessageContaining("job " + id + " send_receipt attempt 1 is tried again in PT")
        .hasMessageContaining("the provider is down");
    kit.assertThatQueue("mail").hasCount(JobState.RETRYABLE, 1);

    assertThat(kit.drain("mail").count()).isZero();
    kit.clock().advance(Duration.ofMinutes(1));
    kit.drain("mail").allCompleted().hasCount(1);
  }

  @Test
  void jobsThatHandlersEnqueueAreRunToo() {
    enqueue(3);
    kit.task(
            SendReceipt.class,
            (receipt, context) -> {
              if (receipt.cents() > 1) {
                kit.awa()
                    .enqueue(
                        Job.of(new SendReceipt("jo@example.org", receipt.cents() - 1))
                            .withQueue("queue " + receipt.cents()));
              }
            })
        .drain()
        .allCompleted()
        .hasCount(3);
  }

  @Test
  void anEndlessDrainEndsAndSaysSo() {
    long id = enqueue(1);
    kit.handler(SendReceipt.class, (receipt, context) -> Outcome.snooze(Duration.ZERO));
    assertThatThrownBy(() -> kit.drain("mail"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("queue \"mail\" was not drained after 1000 runs")
        .hasMessageContaining("job " + id + " send_receipt attempt 1 was snoozed for PT0S");
  }

  @Test
  void aFailedAssertionInAHandlerFailsTheTest() {
    enqueue(1);
    kit.task(SendReceipt.class, (receipt, context) -> assertThat(receipt).isEqualTo(RECEIPT));
    assertThatThrownBy(() -> kit.drain("mail"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("cents=4200");
  }

  @Test
  void aJobWithoutAHandlerIsNamed() {
    enqueue(1);
    assertThatThrownBy(() -> kit.drain("mail"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no handler for kind \"send_receipt\"")
        .hasMessageContaining("kit.handler(type, handler)");
  }

  @Test
  void listenersInterceptorsAndBackOffAreThoseOfTheWorker() {
    List<String> heard = new ArrayList<>();
    enqueue(1);
    kit.handler(SendReceipt.class, (receipt, context) -> Outcome.fail("no such address"))
        .worker(worker ->
            worker
                .listen(JobEvent.class, event -> heard.add(event.getClass().getSimpleName()))
                .around((context, next) -> {
                  heard.add("around");
                  return next.call();
                }))
        .drain("mail");
    assertThat(heard).containsExactly("Started", "around", "Failed");
    kit.assertThatQueue("mail").hasCount(JobState.FAILED, 1);
  }
}
