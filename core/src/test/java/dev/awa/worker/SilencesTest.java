package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Workers.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A silence counts for as long as the leader has watched it, whatever the database's clock says.
 */
final class SilencesTest {
  private static final Instant BEAT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LONGER = LIMIT.plusNanos(1);

  private long now = Long.MAX_VALUE; // it may overflow, as System.nanoTime may
  private final Silences silences = new Silences(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Suspect look(Instant beatAt, boolean lockFree) {
    Suspect suspect = new Suspect(1, beatAt, Duration.ofHours(1), lockFree);
    silences.look(List.of(suspect));
    return suspect;
  }

  @Test
  void whoSeemsToBeSilentForAnHourWasOnlyJustSeen() {
    Suspect suspect = look(BEAT, true);
    pass(LIMIT);
    assertThat(silences.lasts(suspect, LIMIT)).as("not longer yet").isFalse();
    assertThat(silences.lastsWithLockFree(suspect, LIMIT)).isFalse();
  }

  @Test
  void theTimeRunsOnWhileThereIsNoBeat() {
    look(BEAT, true);
    pass(LONGER);
    Suspect suspect = look(BEAT, true);
    assertThat(silences.lasts(suspect, LIMIT)).isTrue();
    assertThat(silences.lastsWithLockFree(suspect, LIMIT)).isTrue();
  }

  @Test
  void aBeatBeginsItAnew() {
    look(BEAT, true);
    pass(LONGER);
    Suspect again = look(BEAT.plusSeconds(2), true);
    assertThat(silences.lasts(again, LIMIT)).isFalse();
    assertThat(silences.lastsWithLockFree(again, LIMIT)).isFalse();
  }

  @Test
  void aLockThatWasTakenInBetweenWasNotFreeAllTheTime() {
    look(BEAT, true);
    pass(LONGER);
    assertThat(silences.lastsWithLockFree(look(BEAT, false), LIMIT)).isFalse();
    Suspect freeAgain = look(BEAT, true);
    assertThat(silences.lastsWithLockFree(freeAgain, LIMIT)).isFalse();
    assertThat(silences.lasts(freeAgain, LIMIT)).as("the silence itself goes on").isTrue();
  }

  @Test
  void whatWasSeenOnAnotherConnectionIsForgotten() {
    look(BEAT, true);
    pass(LONGER);
    silences.forget();
    assertThat(silences.lasts(look(BEAT, true), LIMIT)).isFalse();
  }
}
