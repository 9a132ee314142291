package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers, times and names as pages write them. */
final class WordsTest {
  @Test
  void spansHaveTwoUnitsAtMost() {
    assertThat(
            List.of(
                0L,
                3L,
                999L,
                1500L,
                59_999L,
                60_000L,
                372_000L,
                600_000L,
                3_600_000L,
                19_320_000L,
                93_600_000L))
        .extracting(millis -> Words.span(Duration.ofMillis(millis)))
        .containsExactly(
            "0 s",
            "3 ms",
            "999 ms",
            "1.5 s",
            "59 s",
            "1 min",
            "6 min 12 s",
            "10 min",
            "1 h",
            "5 h 22 min",
            "1 d 2 h");
    assertThat(Words.span(Duration.ofSeconds(-5))).isEqualTo("0 s");
  }

  @Test
  void timesAreSaidFromNow() {
    Instant now = Instant.parse("2026-11-29T12:00:00Z");
    assertThat(Words.from(now, now.plusSeconds(137))).isEqualTo("in 2 min 17 s");
    assertThat(Words.from(now, now.minusSeconds(20))).isEqualTo("20 s ago");
  }

  @Test
  void numbersAreExact() {
    assertThat(Words.count(9_816_044)).isEqualTo("9,816,044");
    assertThat(Words.count(1, "job")).isEqualTo("1 job");
    assertThat(Words.count(0, "job")).isEqualTo("0 jobs");
    assertThat(Words.rate(0.04)).isEqualTo("0.04");
    assertThat(Words.rate(0.1523)).isEqualTo("0.15");
    assertThat(Words.rate(0.000_278)).isEqualTo("0.00028");
    assertThat(Words.rate(9.96)).isEqualTo("10.0");
    assertThat(Words.rate(20_000.4)).isEqualTo("20,000");
  }

  @Test
  void textsAreCutBetweenCharacters() {
    assertThat(Words.cut("a\nb", 9)).isEqualTo("a");
    assertThat(Words.cut("abcdef", 4)).isEqualTo("abc…");
    String faces = "😀".repeat(10);
    assertThat(Words.cut(faces, 5)).doesNotMatch(".*[\\ud800-\\udbff]…");
  }

  @Test
  void namesGoThroughPaths() {
    assertThat(Words.segment("mail.v2")).isEqualTo("mail.v2");
    for (String name : List.of(".", "..", "a/b", "~x", "späte Queue", "%2F", "")) {
      assertThat(Words.segment(name)).as(name).startsWith("~");
    }
  }

  @Test
  void conditionsAreToldApart() {
    assertThat(FilterWords.terms(" queue:mail  error:\"timed \\\" out\" x"))
        .containsExactly("queue:mail", "error:\"timed \\\" out\"", "x");
    assertThat(FilterWords.terms("a:\"never ends")).containsExactly("a:\"never ends");
    assertThat(FilterWords.quoted("a b\"c")).isEqualTo("\"a b\\\"c\"");
    assertThat(FilterWords.quoted("mail")).isEqualTo("mail");
  }
}
