package dev.awa.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void timesHaveAUnit() {
    assertThat(Units.time("90s")).contains(Duration.ofSeconds(90));
    assertThat(Units.time(" 250ms")).contains(Duration.ofMillis(250));
    assertThat(Units.time("5m")).contains(Duration.ofMinutes(5));
    assertThat(Units.time("1h")).contains(Duration.ofHours(1));
    assertThat(Units.time("3d")).contains(Duration.ofDays(3));
    assertThat(Units.time("PT1H30M")).contains(Duration.ofMinutes(90));
    assertThat(Units.time("P2DT0.5S")).contains(Duration.ofDays(2).plusMillis(500));
    for (String wrong :
        new String[] {"", "5", "m", "-5m", "1.5h", "5 m", "5M", "9999999999d", "P", "\u0661s"}) {
      assertThat(Units.time(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void sizesMayHaveAUnit() {
    assertThat(Units.size("4096")).contains(4096L);
    assertThat(Units.size("64KiB")).contains(65_536L);
    assertThat(Units.size("256MiB")).contains(268_435_456L);
    assertThat(Units.size("1GiB")).contains(1_073_741_824L);
    assertThat(Units.size("999999999999999GiB")).contains(Long.MAX_VALUE);
    assertThat(Units.size("1MB")).isEmpty();
    assertThat(Units.size("-1")).isEmpty();
  }

  @Test
  void whatIsPrintedIsWhatWasMeant() {
    assertThat(Units.words(Duration.ZERO)).isEqualTo("0s");
    assertThat(Units.words(Duration.ofMillis(1500))).isEqualTo("1500ms");
    assertThat(Units.words(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(Units.words(Duration.ofMinutes(5))).isEqualTo("5m");
    assertThat(Units.words(Duration.ofHours(36))).isEqualTo("36h");
    assertThat(Units.words(Duration.ofDays(3))).isEqualTo("3d");
    assertThat(Units.words(Duration.ofNanos(1))).isEqualTo("0s");
    assertThat(Units.words(Duration.ofMillis(-1500))).isEqualTo("-1500ms");
    assertThat(Units.words(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
        .isEqualTo(Long.MAX_VALUE + "s");
    assertThat(Units.words(0)).isEqualTo("0 B");
    assertThat(Units.words(1536)).isEqualTo("1.5 KiB");
    assertThat(Units.words(256L << 20)).isEqualTo("256.0 MiB");
  }
}
