package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  void theTimeGoesForwardOnly() {
    assertThatThrownBy(() -> kit.clock().advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("advance: must be more than 0 and at most 3650 days, got PT-1S");
  }
}
