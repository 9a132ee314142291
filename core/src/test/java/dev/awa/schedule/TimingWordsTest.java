package dev.awa.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a timing says of itself in words. */
final class TimingWordsTest {
  @Test
  void aTimingNamesItsZoneAndAnIntervalHasNone() {
    assertThat(Timing.of("0 3 * * *").in("Europe/Berlin").words())
        .isEqualTo("at 03:00 every day, Europe/Berlin");
    assertThat(Timing.of("*/7 * * * *").words()).isEqualTo("*/7 * * * *, UTC");
    assertThat(Timing.every(Duration.ofMinutes(5)).words()).isEqualTo("every 5 minutes");
    assertThat(Timing.every(Duration.ofHours(1)).words()).isEqualTo("every hour");
    assertThat(Timing.every(Duration.ofDays(2)).words()).isEqualTo("every 2 days");
    assertThat(Timing.every(Duration.ofSeconds(90)).words()).isEqualTo("every 90 seconds");
  }
}
