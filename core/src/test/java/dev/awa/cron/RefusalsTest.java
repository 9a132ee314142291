package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and what the refusal says. */
final class RefusalsTest {
  static InvalidCronException refusal(String expression) {
    InvalidCronException refusal =
        catchThrowableOfType(InvalidCronException.class, () -> CronExpression.parse(expression));
    assertThat(refusal).as(expression).isNotNull();
    return refusal;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | expression | 0 fields | must have 5 fields
          * * * * | expression | 4 fields | must have 5 fields
          0 0 12 * * ? 2026 | expression | 7 fields | no field for years
          60 * * * * | minute | 60 | must be a number from 0 to 59
          * 24 * * * | hour | 24 | must be a number from 0 to 23
          60 * * * * * | second | 60 | must be a number from 0 to 59
          0 0 0 * * | day of month | 0 | must be a number from 1 to 31
          0 0 32 * * | day of month | 32 | must be a number from 1 to 31
          0 0 * 0 * | month | 0 | a number from 1 to 12 or a name from JAN to DEC
          0 0 * 13 * | month | 13 | a number from 1 to 12
          0 0 * JANUARY * | month | JANUARY | a name from JAN to DEC
          0 0 * MON * | month | MON | a name from JAN to DEC
          0 0 * * 8 | day of week | 8 | a number from 0 to 7 or a name from SUN to SAT
          0 0 * * -1 | day of week | nothing | a number from 0 to 7
          0 0 * * +1 | day of week | +1 | a number from 0 to 7
          0 0,,1 * * * | hour | nothing | a number from 0 to 23
          0 0, * * * | hour | nothing | a number from 0 to 23
          0 1- * * * | hour | nothing | a number from 0 to 23
          0 1-2-3 * * * | hour | 2-3 | a number from 0 to 23
          0 **/2 * * * | hour | ** | a number from 0 to 23
          007 * * * * | minute | 007 | a number from 0 to 59
          4294967296 * * * * | minute | 4294967296 | a number from 0 to 59
          1.5 * * * * | minute | 1.5 | a number from 0 to 59
          */0 * * * * | minute | 0 | a step must be a number from 1 to 60
          */-5 * * * * | minute | -5 | a step must be a number from 1 to 60
          */ * * * * | minute | nothing | a step must be a number from 1 to 60
          */90 * * * * | minute | 90 | a step must be a number from 1 to 60
          0 */36 * * * | hour | 36 | a step must be a number from 1 to 24
          */5/5 * * * * | minute | 5/5 | a step must be a number from 1 to 60
          0 22-2 * * * | hour | 22-2 | (write 22-23,0-2)
          0 23-0 * * * | hour | 23-0 | (write 23,0)
          55-5 * * * * | minute | 55-5 | (write 55-59,0-5)
          0 0 * NOV-FEB * | month | 11-FEB | (write 11-12,1-2)
          0 0 * * FRI-MON | day of week | 5-MON | (write 5-6,0-1)
          0 0 * * 6-1 | day of week | 6-1 | (write 6,0-1)
          0 0 * * 7-2 | day of week | 7-2 | (write 0-2)
          0 0 1/2 * * | day of month | 1/2 | (write 1-31/2)
          0 0 * * 1/2 | day of week | 1/2 | (write 1-6/2)
          ? * * * * | minute | ? | a number from 0 to 59
          0 0 ?/2 * * | day of month | ? | a number from 1 to 31
          0 0 1,? * * | day of month | ? | a number from 1 to 31
          L * * * * | minute | L | a number from 0 to 59
          0 0 W * * | day of month | nothing | a number from 1 to 31
          0 0 32W * * | day of month | 32 | a number from 1 to 31
          0 0 1-5W * * | day of month | 1-5 | a number from 1 to 31
          0 0 L-0 * * | day of month | L-0 | L-1 to L-30
          0 0 L-31 * * | day of month | L-31 | L-1 to L-30
          0 0 L-3W * * | day of month | L-3W | L-1 to L-30
          0 0 5L * * | day of month | 5L | a number from 1 to 31
          0 0 * * L | day of week | L | (write SAT for each Saturday, SATL for the last of the month)
          0 0 * * L5 | day of week | L5 | a number from 0 to 7
          0 0 * * 5#0 | day of week | 0 | must be 1 to 5 behind #
          0 0 * * 5#6 | day of week | 6 | must be 1 to 5 behind #
          0 0 * * #1 | day of week | nothing | a number from 0 to 7
          0 0 * * 1-5#1 | day of week | 1-5 | a number from 0 to 7
          0 0 12 ? * 2-6 | day of week | 2-6 | Quartz counts from Sunday = 1
          0 0 12 ? * 6#3 | day of week | 6#3 | Quartz counts from Sunday = 1
          @reboot | expression | @REBOOT | must be one of @yearly
          @every 5m | expression | @EVERY 5M | (write */5 * * * * for each five minutes)
          @ | expression | @ | must be one of @yearly
          0 0 31 2 * | expression | 0 0 31 2 * | a day that exists
          0 0 30 FEB * | expression | 0 0 30 FEB * | a day that exists
          0 0 31 4,6,9,11 * | expression | 0 0 31 4,6,9,11 * | a day that exists
          0 0 L-30 2 * | expression | 0 0 L-30 2 * | a day that exists
          0 0 */31 * MON#2 | expression | 0 0 */31 * MON#2 | a day that exists
          """)
  void aRefusalNamesTheFieldTheValueAndWhatToWrite(
      String expression, String field, String value, String rule) {
    InvalidCronException refusal = refusal(expression);
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.value()).isEqualTo(value);
    assertThat(refusal.rule()).contains(rule);
    assertThat(refusal).hasMessage("cron " + field + ": " + refusal.rule() + ", got " + value);
  }

  /** Digits of other scripts, a sign that looks like another, a line end, a half of a pair. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0660 * * * *",
        "\uff15 * * * *",
        "\u2217 * * * *",
        "0 0 * * *\n",
        "0\u00a00 * * *",
        "\ud800",
        "0\0"
      })
  void onlyAsciiIsRead(String expression) {
    InvalidCronException refusal = refusal(expression);
    assertThat(refusal.value()).matches("U\\+[0-9A-F]{4} at position \\d+");
    assertThat(refusal.rule())
        .isEqualTo("must be of ASCII letters, digits, signs, spaces and tabs");
  }

  /** By its length alone: nothing of it is read. */
  @Test
  void whatIsTooLongIsRefusedBeforeItIsRead() {
    String fits = " ".repeat(CronExpression.MAX_LENGTH - 9) + "0 0 * * *";
    assertThat(CronExpression.parse(fits)).hasToString("0 0 * * *");
    assertThat(refusal(" " + fits).value()).isEqualTo("256 characters");
    String items = "1,".repeat(1_000_000) + "1 * * * *";
    Assertions.assertTimeout(
        Duration.ofSeconds(1),
        () -> {
          assertThat(refusal(items).value()).isEqualTo("2000009 characters");
          assertThat(refusal("*".repeat(1_000_000)).value()).isEqualTo("1000000 characters");
        });
  }

  @Test
  void theLongestListThatFitsIsRead() {
    String list = "1,".repeat((CronExpression.MAX_LENGTH - 9) / 2) + "1 * * * *";
    assertThat(CronExpression.parse(list).toString()).hasSizeLessThanOrEqualTo(list.length());
  }

  // --- zones ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/Argentina/Ushuaia",
        "UTC",
        "GMT",
        "Etc/UTC",
        "Etc/GMT+5",
        "Japan",
        "Asia/Ho_Chi_Minh",
        "America/Port-au-Prince"
      })
  void aPlaceIsAZone(String id) {
    assertThat(Zones.of(id)).isEqualTo(ZoneId.of(id));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UTC+2 | an offset keeps no daylight saving
          GMT+2 | an offset keeps no daylight saving
          UT-3 | an offset keeps no daylight saving
          +02 | an offset keeps no daylight saving
          -02:30 | an offset keeps no daylight saving
          Z | an offset keeps no daylight saving
          gmt+0 | an offset keeps no daylight saving
          GMT0 | abbreviations mean several zones
          CET | abbreviations mean several zones
          EST5EDT | abbreviations mean several zones
          W-SU | abbreviations mean several zones
          europe/berlin | (write Europe/Berlin)
          Europe/Atlantis | must be a zone that this JVM knows
          US/Pacific-New | must be a zone that this JVM knows
          posix/Europe/Berlin | must be a zone that this JVM knows
          IST | abbreviations mean several zones
          EST | abbreviations mean several zones
          SystemV/PST8 | abbreviations mean several zones
          """)
  void whatIsNoPlaceIsRefused(String id, String rule) {
    InvalidCronException refusal = zoneRefusal(id);
    assertThat(refusal.field()).isEqualTo("zone");
    assertThat(refusal.value()).isEqualTo(id);
    assertThat(refusal.rule()).contains(rule);
  }

  @Test
  void aNameOfAZoneIsShort() {
    assertThat(zoneRefusal("").value()).isEqualTo("nothing");
    assertThat(zoneRefusal("Europe/".repeat(200_000)).value()).isEqualTo("1400000 characters");
    assertThat(zoneRefusal("Europe/Berlin\n").value()).isEqualTo("14 characters");
    assertThat(zoneRefusal("Europe/K\u00f6ln").value()).isEqualTo("11 characters");
  }

  private static InvalidCronException zoneRefusal(String id) {
    InvalidCronException refusal =
        catchThrowableOfType(InvalidCronException.class, () -> Zones.of(id));
    assertThat(refusal).as(id).isNotNull();
    return refusal;
  }

  @Test
  void theReleaseOfTheZoneDataIsKnown() {
    assertThat(Zones.release()).matches("20\\d\\d[a-z]+");
  }
}
