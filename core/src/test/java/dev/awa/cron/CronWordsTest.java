package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions say in words, and that others say nothing but themselves. */
final class CronWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 3 * * * | at 03:00 every day
          @daily | at 00:00 every day
          @hourly | every hour
          @weekly | at 00:00 on Sundays
          @monthly | at 00:00 on day 1 of every month
          @yearly | at 00:00 on day 1 of January
          30 6,18 * * * | at 06:30 and 18:30 every day
          0,30 8 * * 1 | at 08:00 and 08:30 on Mondays
          15 0 3 * * * | at 03:00:15 every day
          0 9 * * MON-FRI | at 09:00 from Monday to Friday
          0 9 * * SAT,SUN | at 09:00 on Saturdays and Sundays
          0 9 1-31 * MON | at 09:00 every day
          0 9 */1 * MON | at 09:00 on Mondays
          0 12 * JAN,JUL * | at 12:00 every day in January and July
          0 12 * JAN,JUL 5 | at 12:00 on Fridays in January and July
          0 9 1,15 * * | at 09:00 on days 1 and 15 of every month
          0 9 1,15 3 * | at 09:00 on days 1 and 15 of March
          0 9 L * * | at 09:00 on the last day of every month
          0 9 L-1 * * | at 09:00 on the last day but one of every month
          0 9 L-3 * * | at 09:00 on the day 3 days before the last of every month
          0 9 LW * * | at 09:00 on the last weekday of every month
          0 9 15W * * | at 09:00 on the weekday nearest to day 15 of every month
          0 9 * * 5L | at 09:00 on the last Friday of every month
          0 9 * 6 0L | at 09:00 on the last Sunday of June
          0 9 * * 5#3 | at 09:00 on the third Friday of every month
          * * * * * | every minute
          */15 * * * * | every 15 minutes
          0,20,40 * * * * | every 20 minutes
          */15 * * * 1-5 | every 15 minutes from Monday to Friday
          */15 8-17 * * 1-5 | every 15 minutes between 08:00 and 17:45 from Monday to Friday
          */10 3 * * * | every 10 minutes between 03:00 and 03:50
          30 8-17 * * * | every hour between 08:30 and 17:30
          0 */2 * * * | every 2 hours
          10 */6 * * * | at 00:10, 06:10, 12:10 and 18:10 every day
          10 */4 * * * | every 4 hours at minute 10
          17 * * * * | every hour at minute 17
          */10 * * * * * | every 10 seconds
          * * * * * * | every second
          """)
  void commonFormsHaveWords(String expression, String words) {
    assertThat(CronExpression.parse(expression).words()).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/7 * * * *",
        "5,6,7,8,9 * * * *",
        "0 1,2,3,4,7 * * *",
        "*/10 0 3 * * *",
        "0 9 1 * 5",
        "0 9 1-5 * *",
        "0 9 * 1,3,5,7,9 *",
        "0 9 L,15 * *",
        "0 9 * * 5L,1",
        "*/15 8-17,20 * * *"
      })
  void whatIsNotCommonStandsAsItIs(String expression) {
    CronExpression cron = CronExpression.parse(expression);
    assertThat(cron.words()).isEqualTo(cron.toString());
  }
}
