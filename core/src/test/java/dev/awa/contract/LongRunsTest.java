package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.LogLine;
import dev.awa.Outcome;
import dev.awa.lab.Eventually;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a job hangs in is found with the job. */
@Tag("every-postgres")
final class LongRunsTest extends WorkerCase {
  private final CountDownLatch goOn = new CountDownLatch(1);

  private Worker hanging() {
    return worker(
            config().withBeat(Duration.ofMillis(50)).withStackAfter(Duration.ofMillis(200)),
            (args, context) -> {
              context.log("begins");
              hangsHere();
              return Outcome.complete();
            })
        .start();
  }

  private void hangsHere() throws InterruptedException {
    goOn.await();
  }

  private List<String> log(long id) {
    return queue.awa().jobs().log(id).stream().map(LogLine::text).toList();
  }

  @Test
  void theLogSaysWhereAHandlerIsAndAgainWhenItHasRunTwiceAsLong() throws Exception {
    long id = queue.enqueue("q", 1).getFirst();
    try (Worker worker = hanging()) {
      Eventually.holds("it is written twice", () -> log(id).size() >= 3);
      goOn.countDown();
    }
    List<String> log = log(id);
    assertThat(log.getFirst()).isEqualTo("begins");
    assertThat(log.subList(1, log.size()))
        .allSatisfy(line ->
            assertThat(line)
                .matches("(?s)has run for \\d+ s and is here:\n  at \\S+AbstractQueued\\S+\n.*")
                .contains("CountDownLatch.await")
                .contains("LongRunsTest.hangsHere(LongRunsTest.java:")
                .doesNotContain("dev.awa.worker."));
    assertThat(seconds(log.get(2))).isGreaterThan(seconds(log.get(1)));
  }

  private static int seconds(String line) {
    return Integer.parseInt(line.replaceAll("(?s)has run for ([0-9]+) s .*", "$1"));
  }
}
