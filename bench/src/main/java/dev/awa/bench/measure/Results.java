package dev.awa.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Collects rows for the table and writes them at once as JSON lines, a file each scenario, the
 * facts of the machine first.
 */
public final class Results {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;
  private final Map<String, String> facts;
  private final String time =
      LocalDateTime.now(ZoneId.systemDefault())
          .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  private final List<Row> rows = new ArrayList<>();

  public Results(Path folder, Map<String, String> facts) {
    this.folder = folder;
    this.facts = Map.copyOf(facts);
  }

  public void add(Row row) {
    Path file = folder.resolve(row.scenario() + "-" + time + ".jsonl");
    if (!Files.exists(file)) {
      append(file, Map.of("machine", facts));
    }
    append(file, row.json());
    rows.add(row);
  }

  private void append(Path file, Map<String, ?> line) {
    try {
      Files.createDirectories(folder);
      Files.writeString(
          file,
          JSON.writeValueAsString(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Writes a page beside the JSON lines; answers where. */
  public Path page(String html) {
    Path file = folder.resolve("report-" + time + ".html");
    try {
      Files.createDirectories(folder);
      return Files.writeString(file, html);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public List<Row> rows() {
    return List.copyOf(rows);
  }
}
