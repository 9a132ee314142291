package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many runs a worker claims that does not get to begin them. */
final class UnbegunTest {
  private static final int FEW = Unbegun.PROCESSORS;

  private final AtomicLong now = new AtomicLong();
  private final Unbegun unbegun = new Unbegun(now::get);

  private void start(int threads) {
    for (int i = 0; i < threads; i++) {
      unbegun.starts();
    }
  }

  private void begin(int threads) {
    for (int i = 0; i < threads; i++) {
      unbegun.begins();
    }
  }

  private void pass(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @Test
  void noneAreClaimedWhileOneHasWaitedForASecond() {
    start(3);
    assertThat(unbegun.areTooMany()).isFalse();
    begin(2);
    pass(900);
    assertThat(unbegun.areTooMany()).isFalse();
    pass(200);
    assertThat(unbegun.areTooMany()).isTrue();
    assertThat(unbegun.areNone()).isFalse();
    begin(1);
    assertThat(unbegun.areTooMany()).isFalse();
    assertThat(unbegun.areNone()).isTrue();
  }

  @Test
  void afterRunsWerePutBackNoneAreClaimedBeforeTheirThreadsHaveHadTheirTurn() {
    start(50);
    assertThat(unbegun.areTooMany()).isFalse();
    pass(5000);
    unbegun.werePutBack();
    assertThat(unbegun.areTooMany()).isTrue();
    pass(3_600_000);
    assertThat(unbegun.areTooMany()).isTrue();
    begin(49);
    assertThat(unbegun.areTooMany()).isTrue();
    begin(1);
    assertThat(unbegun.areTooMany()).isFalse();
  }

  @Test
  void afterRunsWerePutBackFewAreClaimedAndTwiceAsManyEachTimeThatThoseBeginSoon() {
    assertThat(unbegun.atOnce()).isEqualTo(Claimer.LARGEST_CLAIM);
    unbegun.werePutBack();
    assertThat(unbegun.atOnce()).isEqualTo(FEW);
    claimAndBegin(FEW, 500);
    assertThat(unbegun.atOnce()).as("they began soon").isEqualTo(2 * FEW);
    claimAndBegin(2 * FEW, 1500);
    assertThat(unbegun.atOnce()).as("they began late").isEqualTo(2 * FEW);
    for (int i = 0; i < 100; i++) {
      pass(5);
      assertThat(unbegun.areTooMany()).isFalse();
    }
    assertThat(unbegun.atOnce()).as("none was claimed").isEqualTo(2 * FEW);
    for (int i = 0; i < 12; i++) {
      claimAndBegin(1, 1);
    }
    assertThat(unbegun.atOnce()).isEqualTo(Claimer.LARGEST_CLAIM);
  }

  private void claimAndBegin(int threads, long millis) {
    assertThat(unbegun.areTooMany()).isFalse();
    start(threads);
    boolean full = threads >= unbegun.atOnce();
    assertThat(unbegun.areTooMany()).isEqualTo(full);
    pass(millis);
    begin(threads);
    assertThat(unbegun.areTooMany()).isFalse();
  }
}
