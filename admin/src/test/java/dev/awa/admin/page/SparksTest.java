package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.QueueDepth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small charts of what waited. */
final class SparksTest {
  private static final Now NOW = new Now(Instant.parse("2026-11-30T12:07:30Z"), ZoneOffset.UTC);

  private static QueueDepth depth(String at, long available) {
    return new QueueDepth(Instant.parse(at), available, 0, 0, 0, Duration.ZERO);
  }

  @Test
  void eachFiveMinutesAreABarAndTheNewestIsAtTheRight() {
    Sparks.Spark spark =
        Sparks.spark(
            List.of(
                depth("2026-11-30T11:10:00Z", 10),
                depth("2026-11-30T12:00:00Z", 1200),
                depth("2026-11-30T12:05:00Z", 600)),
            TimeRange.HOUR,
            NOW);
    assertThat(spark.path()).isEqualTo("M2 24v-1M82 24v-24M90 24v-12");
    assertThat(spark.words())
        .isEqualTo(
            "1,200 waited at most in the last 1 h, at 12:00 UTC;"
                + " 600 at most in the newest 5 min");
  }

  @Test
  void whatIsOlderHasNoBar() {
    Sparks.Spark spark =
        Sparks.spark(List.of(depth("2026-11-30T11:05:00Z", 10)), TimeRange.HOUR, NOW);
    assertThat(spark.path()).isEmpty();
    assertThat(spark.words()).isEqualTo("none waited in the last 1 h");
  }
}
