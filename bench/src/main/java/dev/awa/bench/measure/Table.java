package dev.awa.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines up rows for people. */
public final class Table {
  private static final List<String> HEAD =
      List.of("scenario", "measure", "median", "range", "unit", "target", "");

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
    return aligned(lines);
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

  private static String aligned(List<List<String>> lines) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(HEAD.size(), 0));
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        widths.set(i, Math.max(widths.get(i), line.get(i).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder one = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        String cell = line.get(i);
        String room = " ".repeat(widths.get(i) - cell.length());
        one.append(i == 2 ? room + cell : cell + room).append("  ");
      }
      text.append(one.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
