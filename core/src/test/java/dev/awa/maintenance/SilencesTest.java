package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Deaths.Suspect;
import dev.awa.engine.Workers.Promise;
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
  private static final Promise PROMISE =
      new Promise(Duration.ofSeconds(2), LIMIT, Duration.ofSeconds(5));
  private static final Duration LONGER = LIMIT.plusNanos(1);

  private long now = Long.MAX_VALUE; // it may overflow, as System.nanoTime may
  private final Silences silences = new Silences(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Suspect look(Instant beatAt, boolean lockFree) {
    Suspect suspect = new Suspect(1, beatAt, Duration.ofHours(1), lockFree, PROMISE);
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

  // --- the judgement ---

  private Suspect look(Duration silent, boolean lockFree, Promise promise) {
    Suspect suspect = new Suspect(1, BEAT, silent, lockFree, promise);
    silences.look(List.of(suspect));
    return suspect;
  }

  private boolean isDeadAfter(
      Duration watched, Duration silent, boolean lockFree, Promise promise) {
    look(silent, lockFree, promise);
    pass(watched);
    return silences.isDead(look(silent.plus(watched), lockFree, promise), true);
  }

  @Test
  void whoWasSilentForItsLeaseIsDeadOnceTwoOfItsBeatsWereMissed() {
    assertThat(isDeadAfter(Duration.ofSeconds(4), LIMIT, false, PROMISE)).isFalse();
    assertThat(isDeadAfter(Duration.ofMillis(1), LIMIT, false, PROMISE)).isTrue();
  }

  @Test
  void aWorkerIsJudgedByItsOwnLeaseAndBeat() {
    Promise patient =
        new Promise(Duration.ofSeconds(40), Duration.ofSeconds(121), Duration.ofSeconds(80));
    assertThat(isDeadAfter(LONGER, Duration.ofSeconds(80), false, patient)).isFalse();
    Promise hasty =
        new Promise(Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(1));
    silences.forget();
    assertThat(isDeadAfter(Duration.ofSeconds(1), Duration.ofSeconds(3), false, hasty)).isTrue();
  }

  @Test
  void aFreeLockCountsOnceTheGraceTimeIsOver() {
    Promise patient = new Promise(Duration.ofSeconds(2), LIMIT, Duration.ofSeconds(20));
    assertThat(isDeadAfter(Duration.ofSeconds(6), Duration.ofSeconds(6), true, patient)).isFalse();
    assertThat(isDeadAfter(Duration.ofSeconds(9), Duration.ofSeconds(12), true, patient)).isTrue();
  }

  /** By the clock of the database such a beat is never old. */
  @Test
  void aBeatOfTheFutureIsOldOnceItWasWatchedForTheLease() {
    Duration ahead = Duration.ofMinutes(-10);
    assertThat(isDeadAfter(LIMIT, ahead, false, PROMISE)).isFalse();
    assertThat(isDeadAfter(Duration.ofMillis(1), ahead, false, PROMISE)).isTrue();
  }

  @Test
  void aBeatOfTheFutureIsOldAfterTheGraceTimeWhenTheLockIsFree() {
    Duration ahead = Duration.ofMinutes(-10);
    assertThat(isDeadAfter(Duration.ofSeconds(5), ahead, true, PROMISE)).isFalse();
    assertThat(isDeadAfter(Duration.ofMillis(1), ahead, true, PROMISE)).isTrue();
  }

  @Test
  void whereLocksCanNotBeSeenTheLeaseAloneDecides() {
    look(LIMIT, true, PROMISE);
    pass(Duration.ofSeconds(3));
    Suspect suspect = look(LIMIT, true, PROMISE);
    assertThat(silences.isDead(suspect, true)).isTrue();
    assertThat(silences.isDead(suspect, false)).isFalse();
  }
}
