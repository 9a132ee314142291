package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobEvent;
import dev.awa.RunningJob;
import dev.awa.support.Eventually;
import dev.awa.support.LogLines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Who waits for listeners, and what is said of it. */
final class EventsTest {
  private static final int CAPACITY = 10_000;

  @Test
  void aListenerThatDoesNotComeBackIsToldBeforeTheWorkerStandsStill() throws Exception {
    Semaphore back = new Semaphore(0);
    Events events = new Events("test", List.of(event -> back.acquireUninterruptibly()));
    events.start();
    try (LogLines log = new LogLines(Events.class.getName())) {
      Thread announcer =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0;
                    i < CAPACITY + 2;
                    i++) { // one is being heard, and one waits for room
                  events.announce(started(i));
                }
              });
      Eventually.holds("it is told", () -> !log.all().isEmpty());
      assertThat(log.all())
          .containsExactly(
              "WARN test: 10000 events wait to be heard; until a listener comes back nothing is"
                  + " begun and no ending is stored; they were told last that job 0 was Started");
      back.release(CAPACITY + 2);
      announcer.join();
    } finally {
      events.lastCall();
      events.stop(Duration.ofSeconds(10));
    }
  }

  private static JobEvent started(long id) {
    Instant now = Instant.EPOCH;
    return new JobEvent.Started(
        new RunningJob(id, 1, "kind", "queue", 2, 1, 25, now, now, null, List.of(), Map.of()));
  }
}
