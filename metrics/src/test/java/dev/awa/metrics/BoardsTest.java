package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The boards for Grafana: what Grafana reads, what Prometheus is asked, what people see. */
final class BoardsTest {
  private static final Path CHECKER = Path.of("src/test/go/boards");
  private static final int GRID = 24;

  @TempDir Path folder;

  /** By the types that Grafana generates of its own schema, in Go. */
  @Test
  void grafanasTypesTakeTheBoardsAndNothingElse() throws Exception {
    Map<String, String> pinned =
        Map.of("GOFLAGS", "-mod=readonly", "GOTOOLCHAIN", "local", "GOWORK", "off");
    Tool go = Tool.named("go", "1.24 or newer", CHECKER, pinned);
    Tool.Ended fetched = go.run("mod", "download");
    assumeTrue(fetched.status() == 0, "Grafana's types can't be had: " + fetched.told());
    String prometheus = Board.PROMETHEUS.toAbsolutePath().toString();
    go.succeed("run", ".", prometheus, Board.POSTGRES.toAbsolutePath().toString());

    Path odd = folder.resolve("odd.json");
    String board = Files.readString(Board.PROMETHEUS);
    Files.writeString(odd, board.replaceFirst("\"legendFormat\"", "\"legendFormats\""));
    assertThat(go.run("run", ".", odd.toString()))
        .returns(1, Tool.Ended::status)
        .extracting(Tool.Ended::told)
        .asString()
        .contains("unexpected field 'legendFormats'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"awa-prometheus.json", "awa-postgres.json"})
  void everyPanelSaysWhatItShowsAndHasAPlaceOfItsOwn(String file) {
    Board board = Board.of(Board.FOLDER.resolve(file));
    Set<Integer> ids = new TreeSet<>();
    Set<String> places = new TreeSet<>();
    for (JsonNode panel : board.root().get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      JsonNode place = panel.get("gridPos");
      int left = place.get("x").asInt();
      int top = place.get("y").asInt();
      assertThat(left + place.get("w").asInt()).isLessThanOrEqualTo(GRID);
      for (int x = left; x < left + place.get("w").asInt(); x++) {
        for (int y = top; y < top + place.get("h").asInt(); y++) {
          assertThat(places.add(x + " " + y)).as(panel.get("title").asString()).isTrue();
        }
      }
    }
    for (JsonNode panel : board.panels()) {
      assertThat(panel.get("title").asString()).isNotBlank();
      assertThat(panel.get("description").asString()).matches("(?s).{20,}([.?]|Look: .+)");
      assertThat(panel.get("fieldConfig").get("defaults").get("unit").asString()).isNotBlank();
      assertThat(panel.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
    }
    assertThat(board.root().get("panels").get(0).get("title").asString())
        .as("first of all")
        .isEqualTo("What needs attention");
  }

  @Test
  void everyMeterIsOnTheBoard() {
    String asked = String.join("\n", Board.of(Board.PROMETHEUS).asks("expr"));
    assertThat(Arrays.stream(Meter.values()).map(PrometheusNames::of))
        .allSatisfy(name -> assertThat(asked).containsPattern("\\b" + name + "(_[a-z]+)?\\{"));
  }

  /** With a series of each meter there is, each expression has an answer. */
  @Test
  void prometheusEvaluatesEveryExpression() throws Exception {
    List<String> expressions = new ArrayList<>(Board.of(Board.PROMETHEUS).asks("expr"));
    for (JsonNode variable : Board.of(Board.PROMETHEUS).variables()) {
      expressions.add(valuesOf(variable.get("query").asString()));
    }
    List<Map<String, Object>> tests = new ArrayList<>();
    for (String expression : expressions) {
      tests.add(
          Map.of(
              "expr",
              "count(" + chosen(expression) + ") > bool 0",
              "eval_time",
              "2h",
              "exp_samples",
              List.of(Map.of("labels", "{}", "value", 1))));
    }
    Map<String, Object> series =
        Map.of("interval", "15s", "input_series", series(), "promql_expr_test", tests);
    Path file = folder.resolve("boards.test.yml");
    Files.writeString(
        file,
        JsonMapper.builder()
            .build()
            .writeValueAsString(Map.of("evaluation_interval", "15s", "tests", List.of(series))));
    Tool.promtool(folder).succeed("test", "rules", file.getFileName().toString());
  }

  /** As Grafana asks for the values of a label. */
  private static String valuesOf(String query) {
    Matcher asked = Pattern.compile("label_values\\((.+), (\\w+)\\)").matcher(query);
    assertThat(asked.matches()).as(query).isTrue();
    return "count by (" + asked.group(2) + ") (" + asked.group(1) + ")";
  }

  private static String chosen(String expression) {
    String chosen =
        expression
            .replace("$__rate_interval", "1m")
            .replace("$job", "awa")
            .replace("$instance", "host:9464")
            .replace("$queue", "a|queue")
            .replace("$kind", ".*");
    assertThat(chosen).doesNotContain("$");
    return chosen;
  }

  private static List<Map<String, String>> series() {
    List<Map<String, String>> series = new ArrayList<>();
    for (Meter meter : Meter.values()) {
      String name = PrometheusNames.of(meter);
      switch (meter.type()) {
        case COUNTER, GAUGE -> series.add(one(meter, name, Map.of()));
        case TIMER, DISTRIBUTION -> {
          series.add(one(meter, name + "_count", Map.of()));
          series.add(one(meter, name + "_sum", Map.of()));
          for (Double bound : meter.buckets()) {
            series.add(one(meter, name + "_bucket", Map.of("le", bound.toString())));
          }
          series.add(one(meter, name + "_bucket", Map.of("le", "+Inf")));
        }
      }
    }
    return series;
  }

  private static Map<String, String> one(Meter meter, String name, Map<String, String> more) {
    Map<String, String> labels = new LinkedHashMap<>(more);
    labels.put("job", "awa");
    labels.put("instance", "host:9464");
    meter.tags().forEach(tag -> labels.put(tag.key(), tag == Tag.STATE ? "available" : tag.key()));
    String selector =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(", ", name + "{", "}"));
    return Map.of("series", selector, "values", "0+1x480");
  }
}
