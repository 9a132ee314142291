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
  private static final Duration NOTHING = Duration.ofNanos(-1);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Silences silences = new Silences();

  private Suspect look(Instant beatAt, boolean lockFree) {
    Suspect suspect = new Suspect(1, beatAt, Duration.ofHours(1), lockFree);
    silences.look(List.of(suspect));
    return suspect;
  }

  @Test
  void whoSeemsToBeSilentForAnHourWasOnlyJustSeen() {
    Suspect suspect = look(BEAT, true);
    assertThat(silences.lasts(suspect, NOTHING)).isTrue();
    assertThat(silences.lasts(suspect, LONG)).isFalse();
    assertThat(silences.lastsWithLockFree(suspect, LONG)).isFalse();
  }

  @Test
  void theTimeRunsOnWhileThereIsNoBeat() {
    Duration watched = Duration.ofMillis(5);
    Suspect suspect = look(BEAT, true);
    while (!silences.lasts(suspect, watched)) {
      Thread.onSpinWait();
      suspect = look(BEAT, true);
    }
    assertThat(silences.lastsWithLockFree(suspect, watched)).isTrue();
  }

  @Test
  void aBeatBeginsItAnew() {
    while (!silences.lasts(look(BEAT, true), Duration.ofMillis(5))) {
      Thread.onSpinWait();
    }
    Suspect again = look(BEAT.plusSeconds(2), true);
    assertThat(silences.lasts(again, Duration.ofMillis(5))).isFalse();
  }

  @Test
  void aLockThatWasTakenInBetweenWasNotFreeAllTheTime() {
    while (!silences.lastsWithLockFree(look(BEAT, true), Duration.ofMillis(5))) {
      Thread.onSpinWait();
    }
    assertThat(silences.lastsWithLockFree(look(BEAT, false), NOTHING)).isFalse();
    assertThat(silences.lastsWithLockFree(look(BEAT, true), Duration.ofMillis(5))).isFalse();
  }

  @Test
  void whatWasSeenOnAnotherConnectionIsForgotten() {
    while (!silences.lasts(look(BEAT, true), Duration.ofMillis(5))) {
      Thread.onSpinWait();
    }
    silences.forget();
    assertThat(silences.lasts(look(BEAT, true), Duration.ofMillis(5))).isFalse();
  }
}
