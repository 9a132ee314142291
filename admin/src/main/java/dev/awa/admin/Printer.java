package dev.awa.admin;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a command found out: a table for people, or one JSON document. */
final class Printer {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  /** Prints a value as JSON, or lets {@code text} write it for people. */
  int print(Object value, Consumer<PrintWriter> text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(value));
    } else {
      text.accept(out);
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  /** Prints some rows at once, unless one JSON document is to come of them all. */
  void rows(List<String> heading, List<List<String>> rows) {
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      table(out, heading, rows);
      out.flush();
    }
  }

  /**
   * Prints rows under a heading, columns aligned; the last column is cut where the terminal ends.
   */
  static void table(PrintWriter out, List<String> heading, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
    int[] widths = new int[heading.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    all.forEach(row -> out.println(line(row, widths)));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    String text = line.toString().stripTrailing();
    return text.length() <= columns() ? text : text.substring(0, columns() - 1) + "…";
  }

  private static int columns() {
    try {
      return Math.max(40, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "160")));
    } catch (NumberFormatException e) {
      return 160;
    }
  }

  /** Text from outside, fit for a terminal: no control characters. */
  static String plain(Object value) {
    return String.valueOf(value).replaceAll("\\p{Cntrl}", " ");
  }
}
