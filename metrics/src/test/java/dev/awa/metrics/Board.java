package dev.awa.metrics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A board of Grafana, as its file has it. */
record Board(JsonNode root) {
  static final Path FOLDER = Path.of("grafana");
  static final Path PROMETHEUS = FOLDER.resolve("awa-prometheus.json");
  static final Path POSTGRES = FOLDER.resolve("awa-postgres.json");

  static Board of(Path file) {
    return new Board(JsonMapper.builder().build().readTree(file.toFile()));
  }

  /** Those that show something: not the titles of rows. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : root.get("panels")) {
      if (!panel.get("type").asString().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }

  /** What the panels ask for: {@code expr} for Prometheus, {@code rawSql} for PostgreSQL. */
  List<String> asks(String language) {
    List<String> asked = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.get("targets")) {
        asked.add(target.get(language).asString());
      }
    }
    return asked;
  }

  /** What its variables ask for. */
  List<JsonNode> variables() {
    List<JsonNode> variables = new ArrayList<>();
    for (JsonNode variable : root.get("templating").get("list")) {
      if (variable.get("type").asString().equals("query")) {
        variables.add(variable.get("query"));
      }
    }
    return variables;
  }
}
