package dev.awa.bench.harness;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Says things to the harness: a JSON object a line. */
final class Voice {
  static final String SYSTEM = "awa-java";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final PrintStream out;
  private final int instance;

  Voice(PrintStream out, int instance) {
    this.out = out;
    this.instance = instance;
  }

  /** Who speaks: once, before anything else. */
  void describe(List<String> eventTables, String version, String schemaVersion, String database) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("kind", "descriptor");
    line.put("system", SYSTEM);
    line.put("instance_id", instance);
    line.put("event_tables", eventTables);
    line.put("extensions", List.of());
    line.put("version", version);
    line.put("schema_version", schemaVersion);
    line.put("db_name", database);
    line.put("started_at", now());
    say(line);
  }

  /** A number. */
  void metric(String time, String metric, double value, long windowSeconds) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("t", time);
    line.put("system", SYSTEM);
    line.put("instance_id", instance);
    line.put("kind", "adapter");
    line.put("subject_kind", "adapter");
    line.put("subject", "");
    line.put("metric", metric);
    line.put("value", value);
    line.put("window_s", windowSeconds);
    say(line);
  }

  static String now() {
    Instant millis = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String text = millis.toString();
    return text.contains(".") ? text : text.replace("Z", ".000Z");
  }

  private void say(Map<String, Object> line) {
    out.println(JSON.writeValueAsString(line));
    out.flush();
  }
}
