package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What everybody sees alike is read once for all. */
final class SamplesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private final Samples samples = new Samples(nanos::get, Duration.ofMillis(50));

  private Object look() {
    return samples.of("/stats", reads::incrementAndGet).document();
  }

  @Test
  void tenWhoLookCostAsMuchAsOne() {
    for (int i = 0; i < 10; i++) {
      assertThat(look()).isEqualTo(1);
    }
    nanos.addAndGet(Samples.FRESH.toNanos() - 1);
    assertThat(look()).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(look()).isEqualTo(2);
    assertThat(samples.of("/health", reads::incrementAndGet).document()).isEqualTo(3);
  }

  @Test
  void theSampleBeforeIsKeptAndNoneBeforeThat() {
    look();
    for (int i = 0; i < 3; i++) {
      nanos.addAndGet(Samples.FRESH.toNanos());
      look();
    }
    Samples.Sample last = samples.of("/stats", reads::incrementAndGet);
    assertThat(last.document()).isEqualTo(4);
    Samples.Sample before = Objects.requireNonNull(last.before());
    assertThat(before.document()).isEqualTo(3);
    assertThat(before.before()).isNull();
  }

  /** Each name in an address is a target of its own. */
  @Test
  void namesThatSomebodyMakesUpFillNoMemory() {
    look();
    for (int i = 0; i < 3 * Samples.TARGETS; i++) {
      samples.of("/timings?queue=" + i, reads::incrementAndGet);
      assertThat(look()).isEqualTo(1);
    }
    assertThat(samples.size()).isEqualTo(Samples.TARGETS);
  }

  @Test
  void whileTheApiFailsTheLastSampleIsShownForTwoMinutes() {
    look();
    nanos.addAndGet(Samples.FRESH.toNanos());
    assertThat(samples.of("/stats", SamplesTest::fail).document()).isEqualTo(1);
    nanos.addAndGet(Samples.OLD.minus(Samples.FRESH).toNanos());
    assertThat(samples.of("/stats", SamplesTest::fail).document()).isEqualTo(1);
    nanos.addAndGet(Samples.FRESH.toNanos());
    assertThatThrownBy(() -> samples.of("/stats", SamplesTest::fail)).hasMessage("no database");
    nanos.addAndGet(Samples.FRESH.toNanos());
    assertThat(look()).isEqualTo(2);
  }

  private static Object fail() {
    throw new IllegalStateException("no database");
  }

  private void failing(RuntimeException failure) {
    assertThatThrownBy(() ->
            samples.of(
                "/stats",
                () -> {
                  reads.incrementAndGet();
                  throw failure;
                }))
        .isSameAs(failure);
  }

  @Test
  void aFailureIsEverybodysForAsLongAsASample() {
    failing(new IllegalStateException("no database"));
    assertThatThrownBy(this::look).hasMessage("no database");
    assertThat(reads).hasValue(1);
    nanos.addAndGet(Samples.FRESH.toNanos());
    assertThat(look()).isEqualTo(2);
  }

  @Test
  void theRefusalOfOneVisitorIsTheirsAlone() {
    failing(Refused.of(429, "Too many requests", "wait"));
    assertThat(look()).isEqualTo(2);
  }

  @Test
  void aReadingThatTakesLongerThanASampleIsFreshServesThoseWhoWaitedToo() {
    Object slow =
        samples
            .of(
                "/stats",
                () -> {
                  nanos.addAndGet(2 * Samples.FRESH.toNanos());
                  return reads.incrementAndGet();
                })
            .document();
    assertThat(look()).isEqualTo(slow);
  }

  private void lookThatTakes(Duration time) {
    samples.of(
        "/stats",
        () -> {
          nanos.addAndGet(time.toNanos());
          return reads.incrementAndGet();
        });
  }

  @Test
  void whatTakesLongIsReadLessOften() {
    lookThatTakes(Duration.ofMillis(200));
    nanos.addAndGet(Duration.ofMillis(200 * Samples.SHARE).toNanos() - 1);
    assertThat(look()).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(look()).isEqualTo(2);
    nanos.addAndGet(Samples.FRESH.toNanos());
    lookThatTakes(Duration.ofSeconds(5));
    nanos.addAndGet(Samples.LONGEST.toNanos() - 1);
    assertThat(look()).isEqualTo(3);
    nanos.addAndGet(1);
    assertThat(look()).isEqualTo(4);
  }

  @Test
  void nobodyWaitsWithoutEndForTheOneWhoReads() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    Thread slow =
        Thread.ofVirtual()
            .start(() ->
                samples.of(
                    "/stats",
                    () -> {
                      begun.countDown();
                      awaited(answered);
                      return reads.incrementAndGet();
                    }));
    begun.await();
    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(503);
              assertThat(refused.todo()).contains("Wait for a few seconds");
            });
    answered.countDown();
    slow.join();
    assertThat(look()).isEqualTo(1);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
