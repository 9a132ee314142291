package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of right fires, cron-fires.txt. */
final class FiresTest {
  /** A row of the table. */
  record Row(String expression, ZoneId zone, Instant from, List<Instant> fires) {
    static Row of(String line) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      List<Instant> fires =
          Arrays.stream(cells.get(3).split(" ", -1))
              .filter(fire -> !fire.equals("none"))
              .map(fire -> OffsetDateTime.parse(fire).toInstant())
              .toList();
      return new Row(cells.get(0), ZoneId.of(cells.get(1)), Instant.parse(cells.get(2)), fires);
    }
  }

  static Stream<Row> rows() throws IOException {
    try (InputStream table = FiresTest.class.getResourceAsStream("/cron-fires.txt")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      List<Row> rows = text.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList();
      assertThat(rows).hasSizeGreaterThan(45);
      return rows.stream();
    }
  }

  static Stream<Row> rowsWithFires() throws IOException {
    return rows().filter(row -> !row.fires().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("rowsWithFires")
  void theNextFiresAreThoseOfTheTable(Row row) {
    CronExpression cron = CronExpression.parse(row.expression());
    assertThat(cron.fires(row.from(), row.zone(), row.fires().size()).map(Fire::instant))
        .isEqualTo(row.fires());
  }

  @ParameterizedTest
  @MethodSource("rowsWithFires")
  void theLastFiresAreThoseOfTheTable(Row row) {
    CronExpression cron = CronExpression.parse(row.expression());
    for (int i = row.fires().size() - 1; i > 0; i--) {
      Instant before = row.fires().get(i).minusNanos(1);
      assertThat(cron.last(before, row.zone()).map(Fire::instant)).contains(row.fires().get(i - 1));
    }
    assertThat(cron.last(row.fires().getFirst(), row.zone()).map(Fire::instant))
        .contains(row.fires().getFirst());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatNeverFiresIsRefused(Row row) {
    if (row.fires().isEmpty()) {
      assertThat(RefusalsTest.refusal(row.expression()).rule()).contains("a day that exists");
    } else {
      assertThat(CronExpression.parse(row.expression())).isNotNull();
    }
  }
}
