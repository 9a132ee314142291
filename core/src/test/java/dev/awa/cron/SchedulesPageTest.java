package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of docs/how-to/schedules.md are right. */
final class SchedulesPageTest {
  private static final Page PAGE = Page.of("docs/how-to/schedules.md");

  /** The rows of the table whose head begins with this cell, each as its cells. */
  private static List<List<String>> rows(String head) {
    return PAGE.text()
        .lines()
        .dropWhile(line -> !line.startsWith("| " + head + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static String code(String cell) {
    return cell.replace("`", "");
  }

  @Test
  void whatIsShownCanBeWritten() {
    assertThat(rows("write"))
        .hasSize(10)
        .allSatisfy(row -> assertThat(CronExpression.parse(code(row.get(1)))).isNotNull());
    for (String also : List.of("@hourly", "@weekly", "@monthly", "@yearly", "@annually")) {
      assertThat(PAGE.text()).contains("`" + also + "`");
      assertThat(CronExpression.parse(also)).isNotNull();
    }
  }

  @Test
  void whatIsRefusedIsRefusedAndWhatToWriteIsRead() {
    assertThat(rows("refused"))
        .hasSize(6)
        .allSatisfy(row -> {
          assertThat(RefusalsTest.refusal(code(row.get(1)))).isNotNull();
          String[] instead = row.get(2).split("`", -1);
          if (instead.length > 1) {
            assertThat(CronExpression.parse(instead[1])).isNotNull();
          }
        });
  }

  @Test
  void firesAroundChangesOfClocksAreAsShown() {
    assertThat(rows("expression"))
        .hasSize(9)
        .allSatisfy(row -> {
          ZoneId zone = Zones.of(row.get(2));
          Instant after = OffsetDateTime.parse(row.get(3)).toInstant();
          List<OffsetDateTime> fires =
              Arrays.stream(row.get(4).split(" ", -1)).map(OffsetDateTime::parse).toList();
          assertThat(
                  CronExpression.parse(code(row.get(1)))
                      .fires(after, zone, fires.size())
                      .map(fire -> fire.time().toOffsetDateTime()))
              .isEqualTo(fires);
        });
  }

  /** "on each 13th and on each Friday", "on Mondays with an odd date". */
  @Test
  void daysAreJoinedAsTold() {
    assertThat(PAGE.text()).contains("`0 0 13 * 5`", "`0 0 */2 * 1`", "`0 0 31 * *`");
    assertThat(datesOf2026("0 0 13 * 5")).contains("2026-01-02", "2026-01-13", "2026-02-13");
    assertThat(datesOf2026("0 0 */2 * 1")).startsWith("2026-01-05", "2026-01-19", "2026-02-09");
    assertThat(datesOf2026("0 0 31 * *")).hasSize(7);
    assertThat(datesOf2026("0 0 31W * *")).hasSize(7);
  }

  private static List<String> datesOf2026(String expression) {
    Instant begin = Instant.parse("2025-12-31T23:59:59Z");
    return CronExpression.parse(expression)
        .fires(begin, ZoneId.of("UTC"), 400)
        .map(fire -> fire.planned().toLocalDate())
        .takeWhile(date -> date.getYear() == 2026)
        .map(String::valueOf)
        .toList();
  }
}
