package dev.awa.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, columns aligned. */
public final class Table {
  private Table() {}

  /** Prints rows; the last column is cut where the terminal ends, and nowhere without one. */
  public static void print(PrintWriter out, List<String> heading, List<List<String>> rows) {
    print(out, heading, rows, columns());
  }

  /** Prints rows whose last column says what is wrong: all of it, whatever the terminal. */
  public static void printWhole(PrintWriter out, List<String> heading, List<List<String>> rows) {
    print(out, heading, rows, Integer.MAX_VALUE);
  }

  private static void print(
      PrintWriter out, List<String> heading, List<List<String>> rows, int columns) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
    int[] widths = new int[heading.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    all.forEach(row -> out.println(line(row, widths, columns)));
  }

  private static String line(List<String> row, int[] widths, int columns) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    String text = line.toString().stripTrailing();
    return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
  }

  private static int columns() {
    int usual = Terminal.isThere() ? 160 : Integer.MAX_VALUE;
    try {
      String set = System.getenv("COLUMNS");
      return set == null ? usual : Math.max(40, Integer.parseInt(set));
    } catch (NumberFormatException e) {
      return usual;
    }
  }
}
