package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How expressions are written, what they answer at the edges, and what it costs. */
final class CronExpressionTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  // --- writing ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 3 * * * | 0 3 * * *
          0  03\t* * * | 0 3 * * *
          0 0 3 * * * | 0 3 * * *
          */10 0 3 * * * | */10 0 3 * * *
          0 0 3 ? * * | 0 3 * * *
          0 0 3 * * ? | 0 3 * * *
          0 12 ? * mon-Fri | 0 12 * * 1-5
          0 0 1 jan,JUL * | 0 0 1 1,7 *
          0 0 * * 7 | 0 0 * * 0
          0 0 * * SAT-SUN | 0 0 * * 6-7
          0 0 * * SUN-TUE | 0 0 * * 0-2
          0 0 * * sunl | 0 0 * * 0L
          0 0 * * FRI#3,7#1 | 0 0 * * 5#3,0#1
          0 0 l,lw,l-3,15w * * | 0 0 L,LW,L-3,15W * *
          */1 */60 * * * * | * */60 * * * *
          5/15 0/6 * JAN/3 * | 5-59/15 0-23/6 * 1-12/3 *
          5-5 7-7/2 * * 7-7 | 5 7 * * 0
          @yearly | 0 0 1 1 *
          @annually | 0 0 1 1 *
          @monthly | 0 0 1 * *
          @weekly | 0 0 * * 0
          @daily | 0 0 * * *
          @Midnight | 0 0 * * *
          @HOURLY | 0 * * * *
          """)
  void aCanonicalTextIsOne(String written, String canonical) {
    CronExpression cron = CronExpression.parse(written);
    assertThat(cron)
        .hasToString(canonical)
        .isEqualTo(CronExpression.parse(canonical))
        .hasSameHashCodeAs(CronExpression.parse(canonical));
  }

  @Test
  void anotherTextIsAnotherExpression() {
    assertThat(CronExpression.parse("0 3 * * *"))
        .isNotEqualTo(CronExpression.parse("0 3 1-31 * *"))
        .isNotEqualTo("0 3 * * *");
  }

  /** The weekdays that each way of writing names: Sunday is 0. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 * * SAT-SUN | 01-03 01-04 01-10
          0 0 * * 5-7 | 01-02 01-03 01-04 01-09
          0 0 * * FRI-SUN | 01-02 01-03 01-04 01-09
          0 0 * * SUN-TUE | 01-04 01-05 01-06 01-11
          0 0 * * 0-2 | 01-04 01-05 01-06 01-11
          0 0 * * */2 | 01-03 01-04 01-06 01-08 01-10
          0 0 * * 1-7/2 | 01-02 01-04 01-05 01-07 01-09
          0 0 * * 6L | 01-31 02-28 03-28
          0 0 * * MON#5 | 03-30 06-29 08-31
          0 0 L-2 * * | 01-29 02-26 03-29
          0 0 L * MON | 01-05 01-12 01-19 01-26 01-31
          0 0 L */2 SAT | 01-03 01-10 01-17 01-24 01-31 03-07
          0 0 15W 2,3,8 * | 02-16 03-16 08-14
          0 0 31 FEB,MAR * | 03-31
          """)
  void daysAreCountedAsCronDoes(String expression, String days) {
    CronExpression cron = CronExpression.parse(expression);
    List<Instant> expected =
        List.of(days.split(" ", -1)).stream()
            .map(day -> Instant.parse("2026-" + day + "T00:00:00Z"))
            .toList();
    assertThat(cron.fires(NEW_YEAR, UTC, expected.size()).map(Fire::instant)).isEqualTo(expected);
  }

  // --- what a fire knows ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *    | 2026-03-08T05:00:00Z | 2026-03-08T03:00-04:00 | 2026-03-08T02:30 | GAP
          15,45 2 * * * | 2026-03-08T05:00:00Z | 2026-03-08T03:00-04:00 | 2026-03-08T02:15 | GAP
          0 2,3 * * *   | 2026-03-08T05:00:00Z | 2026-03-08T03:00-04:00 | 2026-03-08T02:00 | GAP
          0 3 * * *     | 2026-03-08T05:00:00Z | 2026-03-08T03:00-04:00 | 2026-03-08T03:00 | NONE
          30 1 * * *    | 2026-11-01T04:00:00Z | 2026-11-01T01:30-04:00 | 2026-11-01T01:30 | OVERLAP
          0 2 * * *     | 2026-11-01T04:00:00Z | 2026-11-01T02:00-05:00 | 2026-11-01T02:00 | NONE
          */30 * * * *  | 2026-11-01T05:40:00Z | 2026-11-01T01:00-05:00 | 2026-11-01T01:00 | NONE
          """)
  void aFireKnowsItsPlannedTimeAndWhyItIsShifted(
      String expression, Instant from, OffsetDateTime time, LocalDateTime planned, Shift shift) {
    CronExpression cron = CronExpression.parse(expression);
    Fire fire = cron.next(from, NEW_YORK).orElseThrow();
    assertThat(fire).isEqualTo(new Fire(time.toInstant(), NEW_YORK, planned, shift));
    assertThat(fire.time().toOffsetDateTime()).isEqualTo(time);
    assertThat(cron.last(fire.instant(), NEW_YORK)).contains(fire);
  }

  // --- edges ---

  @Test
  void nextIsLaterAndLastMayBeNow() {
    CronExpression cron = CronExpression.parse("* * * * * *");
    Instant then = Instant.parse("2026-01-01T00:04:59.999999999Z");
    assertThat(cron.last(then, UTC).orElseThrow().instant()).isEqualTo("2026-01-01T00:04:59Z");
    assertThat(cron.next(then, UTC).orElseThrow().instant()).isEqualTo("2026-01-01T00:05:00Z");
    assertThat(cron.last(NEW_YEAR, UTC).orElseThrow().instant()).isEqualTo(NEW_YEAR);
    assertThat(cron.next(NEW_YEAR, UTC).orElseThrow().instant()).isEqualTo("2026-01-01T00:00:01Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"* * * * * *", "30 2 * * *", "0 0 29 2 *", "0 0 L * 5#5"})
  void timeHasTwoEnds(String expression) {
    CronExpression cron = CronExpression.parse(expression);
    for (String zone : List.of("UTC", "America/New_York", "Pacific/Apia", "Africa/Monrovia")) {
      ZoneId id = ZoneId.of(zone);
      assertThat(cron.next(Instant.MAX, id)).isEmpty();
      assertThat(cron.last(Instant.MIN, id)).isEmpty();
      Fire first = cron.next(Instant.MIN, id).orElseThrow();
      Fire last = cron.last(Instant.MAX, id).orElseThrow();
      assertThat(first.instant()).isBetween("0001-01-01T00:00:00Z", "0008-03-01T12:00:00Z");
      assertThat(last.instant()).isBetween("9996-02-01T00:00:00Z", "9999-12-31T23:59:59Z");
      assertThat(cron.last(first.instant().minusNanos(1), id)).isEmpty();
      assertThat(cron.next(last.instant(), id)).isEmpty();
    }
  }

  /** The hour that New York leaves out each year, on the very day. */
  @Test
  void anIntervalThatClocksAlwaysLeaveOutHasNoFire() {
    CronExpression cron = CronExpression.parse("*/15 2 * 3 SUN#2");
    assertThat(cron.next(Instant.parse("2026-01-01T00:00:00Z"), NEW_YORK)).isEmpty();
    assertThat(cron.next(NEW_YEAR, ZoneId.of("Europe/Berlin"))).isPresent();
    assertThat(cron.fires(NEW_YEAR, NEW_YORK, 5)).isEmpty();
    assertThat(CronExpression.parse("30 2 * 3 SUN#2").next(NEW_YEAR, NEW_YORK)).isPresent();
  }

  /** 29 February, on one day of the week, over a year that is no leap year: the longest pause. */
  @Test
  void aFireMayBeFortyYearsAway() {
    CronExpression cron = CronExpression.parse("0 0 */28 2 TUE#5");
    assertThat(cron.fires(NEW_YEAR, UTC, 4).map(fire -> fire.time().getYear()))
        .containsExactly(2028, 2056, 2084, 2124);
  }

  @Test
  void aDayThatAZoneLeftOutBecomesTheNextMidnight() {
    ZoneId apia = ZoneId.of("Pacific/Apia");
    Instant from = Instant.parse("2011-12-29T12:00:00Z");
    Fire fire = CronExpression.parse("30 9 30 12 *").next(from, apia).orElseThrow();
    assertThat(fire.planned()).isEqualTo("2011-12-30T09:30");
    assertThat(fire.time().toOffsetDateTime()).isEqualTo("2011-12-31T00:00+14:00");
    assertThat(fire.shift()).isEqualTo(Shift.GAP);
  }

  @Test
  void anOffsetIsAZoneForTheArithmetic() {
    Fire fire =
        CronExpression.parse("30 2 * * *").next(NEW_YEAR, ZoneOffset.ofHours(-5)).orElseThrow();
    assertThat(fire.instant()).isEqualTo("2026-01-01T07:30:00Z");
  }

  @Test
  void firesAreAtMostAsManyAsAsked() {
    CronExpression daily = CronExpression.parse("@daily");
    assertThat(daily.fires(NEW_YEAR, UTC, 0)).isEmpty();
    assertThat(daily.fires(NEW_YEAR, UTC, 1000))
        .hasSize(1000)
        .isSortedAccordingTo((one, other) -> one.instant().compareTo(other.instant()));
    assertThat(daily.fires(Instant.parse("9999-12-30T00:00:00Z"), UTC, 1000)).hasSize(1);
    assertThatThrownBy(() -> daily.fires(NEW_YEAR, UTC, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- cost ---

  /** Nobody walks through minutes: a million answers would take days. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void anAnswerIsCheap() {
    for (String expression :
        List.of(
            "0 0 29 2 *", "0 0 */28 2 WED#5", "*/15 2 * 3 SUN#2", "*/5 * * * *", "* * * * * *")) {
      CronExpression cron = CronExpression.parse(expression);
      int asked = 5_000;
      long began = System.nanoTime();
      for (int i = 0; i < asked; i++) {
        Instant from = NEW_YEAR.plus(Duration.ofHours(i));
        cron.next(from, NEW_YORK);
        cron.last(from, NEW_YORK);
      }
      Duration each = Duration.ofNanos((System.nanoTime() - began) / (2L * asked));
      assertThat(each).as(expression).isLessThan(Duration.ofMillis(2));
    }
  }
}
