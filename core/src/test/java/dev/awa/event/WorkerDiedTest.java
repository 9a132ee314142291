package dev.awa.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the log says of a worker that was declared dead, whatever the clocks say. */
final class WorkerDiedTest {
  @Test
  void itsSilenceIsToldInSeconds() {
    assertThat(new WorkerDied(7, Duration.ofMillis(12_345), true).words())
        .isEqualTo("worker 7 was declared dead: silent for 12 s, session lock free");
  }

  @Test
  void aBeatOfAClockThatWasAheadLiesInTheFuture() {
    assertThat(new WorkerDied(7, Duration.ofSeconds(-3534), false).words())
        .isEqualTo(
            "worker 7 was declared dead: its last beat lies 3534 s in the future, by another"
                + " clock, session lock not free");
  }
}
