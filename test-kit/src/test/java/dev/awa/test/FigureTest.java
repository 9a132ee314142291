package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A hundred tests that each enqueue and run a job are to take less than ten seconds, and take 3 to
 * 5. The bound here leaves room for a machine that does five other things.
 */
@AwaTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FigureTest {
  private static final long BEGIN = System.nanoTime();

  @Order(1)
  @RepeatedTest(100)
  void aJobIsEnqueuedAndRun(AwaKit kit) {
    kit.task(SendReceipt.class, (receipt, context) -> {});
    kit.awa().enqueue(Job.of(new SendReceipt("jo@example.org", 4200)));
    kit.assertThatQueue("default").hasOneJob(SendReceipt.class);
    kit.drain("default").allCompleted().hasCount(1);
  }

  @Order(2)
  @Test
  void andThatTookSecondsOnly(AwaKit kit) {
    long millis = (System.nanoTime() - BEGIN) / 1_000_000;
    kit.assertThatQueue("default").hasCount(0);
    assertThat(millis).as("milliseconds for 100 tests").isLessThan(30_000);
  }
}
