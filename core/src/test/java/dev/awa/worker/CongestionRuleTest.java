package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When commits that notify are taken to queue up. */
final class CongestionRuleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Congestion congestion = new Congestion(0);

  private boolean isSeen(int waiting, int second) {
    return congestion.isSeen(waiting, second * SECOND);
  }

  @Test
  void threeLooksInARow() {
    assertThat(isSeen(2, 1)).isFalse();
    assertThat(isSeen(5, 2)).isFalse();
    assertThat(isSeen(2, 3)).isTrue();
  }

  @Test
  void notTwoAndOneAfterAPauseNorOneThatWaits() {
    assertThat(isSeen(2, 1)).isFalse();
    assertThat(isSeen(2, 2)).isFalse();
    assertThat(isSeen(1, 3)).isFalse();
    assertThat(isSeen(2, 4)).isFalse();
    assertThat(isSeen(2, 5)).isFalse();
    assertThat(isSeen(2, 11)).as("long after").isFalse();
  }

  @Test
  void oneLookWithinAMinuteAfterwards() {
    for (int second = 1; second <= 3; second++) {
      isSeen(2, second);
    }
    assertThat(isSeen(0, 4)).isFalse();
    assertThat(isSeen(2, 62)).isTrue();
    assertThat(isSeen(2, 130)).as("forgotten").isFalse();
  }

  @Test
  void aSecondApart() {
    assertThat(congestion.isLookDue(SECOND / 2)).isFalse();
    assertThat(congestion.isLookDue(SECOND)).isTrue();
  }
}
