package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page has every meter. To write its table anew: {@code ./mvnw -pl metrics -am test
 * -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dawa.page.update=true}.
 */
final class MetricsPageTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final Path ALERTS = Path.of("alerts/awa.rules.yml");
  private static final String HEAD = "| meter | in Prometheus | type | tags | what |\n";

  @Test
  void thePageHasEveryMeter() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(HEAD);
    assertThat(begin).as("the page has the table").isNotNegative();
    int end = page.indexOf("\n\n", begin) + 1;
    if (Boolean.getBoolean("awa.page.update")) {
      page = page.substring(0, begin) + table() + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf("\n\n", begin) + 1;
    }
    assertThat(page.substring(begin, end)).isEqualTo(table());
  }

  private static String table() {
    return Arrays.stream(Meter.values())
        .map(MetricsPageTest::row)
        .collect(Collectors.joining("", HEAD + "| --- | --- | --- | --- | --- |\n", ""));
  }

  private static String row(Meter meter) {
    String tags = meter.tags().stream().map(Tag::key).collect(Collectors.joining(", "));
    return Stream.of(
            "`" + meter.title() + "`",
            "`" + PrometheusNames.of(meter) + "`",
            switch (meter.type()) {
              case COUNTER -> "counter";
              case TIMER -> "timer";
              case DISTRIBUTION -> "distribution";
              case GAUGE -> "gauge";
            },
            tags,
            meter.words())
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  @Test
  void theAlertsAskForMetersThatThereAre() throws IOException {
    Set<String> known =
        Arrays.stream(Meter.values())
            .flatMap(meter ->
                Stream.of("", "_count", "_sum", "_bucket")
                    .map(ending -> PrometheusNames.of(meter) + ending))
            .collect(Collectors.toSet());
    List<String> asked =
        Pattern.compile("\\bawa_[a-z_]+")
            .matcher(Files.readString(ALERTS))
            .results()
            .map(found -> found.group())
            .toList();
    assertThat(asked).hasSizeGreaterThan(10).allMatch(known::contains);
  }
}
