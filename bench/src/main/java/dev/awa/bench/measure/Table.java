package dev.awa.bench.measure;

import dev.awa.lab.Columns;
import java.util.ArrayList;
import java.util.List;

/** Lines up rows for people. */
public final class Table {
  private static final List<String> HEAD =
      List.of("scenario", "measure", "median", "range", "unit", "target", "");

  private static final int MEDIAN = 2;

  private Table() {}

  /** The rows as text, with a head; the name of a scenario is said once. */
  public static String of(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    String last = "";
    for (Row row : rows) {
      lines.add(line(row, !row.scenario().equals(last)));
      last = row.scenario();
    }
    return Columns.lineUp(lines, column -> column == MEDIAN);
  }

  private static List<String> line(Row row, boolean named) {
    Sample rounds = row.rounds();
    String range =
        rounds.values().length == 1
            ? ""
            : Numbers.text(rounds.least()) + " to " + Numbers.text(rounds.most());
    return List.of(
        named ? row.scenario() : "",
        row.peer() == null ? row.measure() : row.peer() + ": " + row.measure(),
        Numbers.text(rounds.median()),
        range,
        row.unit(),
        row.target() == null ? "" : row.target().toString(),
        row.verdict());
  }
}
