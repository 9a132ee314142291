package dev.awa.cron;

import static com.cronutils.model.CronType.QUARTZ;
import static com.cronutils.model.CronType.UNIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A second opinion: cron-utils 9.2.1, where clocks are not changed. Its faults at changes of clocks
 * and at days that a month does not have are shown below, so that a release without them is seen.
 */
final class CronUtilsTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZonedDateTime NEW_YEAR = ZonedDateTime.parse("2026-01-01T00:00:00Z[UTC]");

  private static ExecutionTime theirs(CronType type, String expression) {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
    return ExecutionTime.forCron(parser.parse(expression));
  }

  @Test
  void expressionsByChanceFireAsInCronUtils() {
    long seed = Long.getLong("awa.seed", System.nanoTime());
    System.out.println("seed: -Dawa.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 300 * Integer.getInteger("awa.stress", 1); i++) {
      String expression = plain(random);
      ExecutionTime theirs = theirs(UNIX, expression);
      ZonedDateTime from = NEW_YEAR.plusMinutes(random.nextInt(40 * 365 * 1440));
      for (Fire fire : CronExpression.parse(expression).fires(from.toInstant(), UTC, 3).toList()) {
        assertThat(theirs.nextExecution(from))
            .as("%s from %s, -Dawa.seed=%d", expression, from, seed)
            .contains(fire.time());
        from = fire.time();
      }
    }
  }

  /** Without steps in the fields of days, which cron-utils joins by OR always. */
  private static String plain(Random random) {
    return String.join(
        " ",
        field(random, 0, 59, true),
        field(random, 0, 23, true),
        field(random, 1, 28, false),
        field(random, 1, 12, true),
        field(random, 0, 6, false));
  }

  private static String field(Random random, int min, int max, boolean steps) {
    int from = min + random.nextInt(max - min);
    int to = from + 1 + random.nextInt(max - from);
    int step = 1 + random.nextInt(max - min);
    return switch (random.nextInt(steps ? 5 : 4)) {
      case 0 -> String.valueOf(from);
      case 1 -> from + "-" + to;
      case 2 -> from + "," + to;
      case 3 -> "*";
      default -> "*/" + step;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 9 L * ?
          0 0 9 LW * ?
          0 0 9 L-3 * ?
          0 0 9 1W * ?
          0 0 9 15W * ?
          0 0 9 20W * ?
          0 0 9 ? * MON-FRI
          0 0 9 ? * FRIL
          0 0 9 ? * FRI#3
          0 0 9 ? * FRI#5
          0 0 9 29 2 ?
          */20 30 9 ? JAN,JUL WED
          """)
  void daysOfQuartzFireAsInCronUtils(String expression) {
    ExecutionTime theirs = theirs(QUARTZ, expression);
    ZonedDateTime from = NEW_YEAR;
    int fires = 15;
    for (Fire fire :
        CronExpression.parse(expression).fires(from.toInstant(), UTC, fires).toList()) {
      assertThat(theirs.nextExecution(from)).contains(fire.time());
      from = fire.time();
    }
  }

  // --- faults of cron-utils 9.2.1 ---

  private static Instant ours(String expression, String from) {
    return CronExpression.parse(expression)
        .next(Instant.parse(from), NEW_YORK)
        .orElseThrow()
        .instant();
  }

  private static Instant theirs(String expression, String from) {
    return theirs(UNIX, expression)
        .nextExecution(Instant.parse(from).atZone(NEW_YORK))
        .orElseThrow()
        .toInstant();
  }

  @Test
  void cronUtilsLeavesOutAFixedTimeInAGap() {
    assertThat(ours("30 2 * * *", "2026-03-07T08:00:00Z")).isEqualTo("2026-03-08T07:00:00Z");
    assertThat(theirs("30 2 * * *", "2026-03-07T08:00:00Z")).isEqualTo("2026-03-09T06:30:00Z");
  }

  @Test
  void cronUtilsFiresAgainWhenAskedWithinTheSecondPass() {
    assertThat(ours("30 1 * * *", "2026-11-01T00:00:00Z")).isEqualTo("2026-11-01T05:30:00Z");
    assertThat(theirs("30 1 * * *", "2026-11-01T00:00:00Z")).isEqualTo("2026-11-01T05:30:00Z");
    assertThat(ours("30 1 * * *", "2026-11-01T06:10:00Z")).isEqualTo("2026-11-02T06:30:00Z");
    assertThat(theirs("30 1 * * *", "2026-11-01T06:10:00Z")).isEqualTo("2026-11-01T06:30:00Z");
  }

  @Test
  void cronUtilsJoinsDaysByOrAlsoWithAStep() {
    Instant from = Instant.parse("2026-01-01T12:00:00Z");
    assertThat(CronExpression.parse("0 0 */2 * 1").next(from, UTC).orElseThrow().instant())
        .isEqualTo("2026-01-05T00:00:00Z");
    assertThat(
            theirs(UNIX, "0 0 */2 * 1").nextExecution(from.atZone(UTC)).orElseThrow().toInstant())
        .isEqualTo("2026-01-03T00:00:00Z");
  }

  @Test
  void cronUtilsFailsAtTheNearestWeekdayOfADayThatIsMissing() {
    Instant from = Instant.parse("2026-02-01T00:00:00Z");
    assertThat(CronExpression.parse("0 0 9 31W * ?").next(from, UTC).orElseThrow().instant())
        .isEqualTo("2026-03-31T09:00:00Z");
    assertThatThrownBy(() -> theirs(QUARTZ, "0 0 9 31W * ?").nextExecution(from.atZone(UTC)))
        .isInstanceOf(DateTimeException.class);
  }

  /** 28 February 2027 is a Sunday, and the last day of its month. */
  @Test
  void cronUtilsCallsTheLastSundayOfFebruaryAWeekday() {
    Instant from = Instant.parse("2027-02-01T00:00:00Z");
    assertThat(CronExpression.parse("0 0 9 28W * ?").next(from, UTC).orElseThrow().instant())
        .isEqualTo("2027-02-26T09:00:00Z");
    assertThat(
            theirs(QUARTZ, "0 0 9 28W * ?")
                .nextExecution(from.atZone(UTC))
                .orElseThrow()
                .toInstant())
        .isEqualTo("2027-02-28T09:00:00Z");
  }

  @Test
  void cronUtilsEndsWithTheYear2099() {
    Instant from = Instant.parse("2099-12-31T12:00:00Z");
    assertThat(CronExpression.parse("0 0 9 * * ?").next(from, UTC)).isPresent();
    assertThat(theirs(QUARTZ, "0 0 9 * * ?").nextExecution(from.atZone(UTC))).isEmpty();
  }
}
