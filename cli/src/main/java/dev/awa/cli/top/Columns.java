package dev.awa.cli.top;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;

/**
 * The columns of a list. Where the terminal is too narrow, those that may be left out are, the last
 * first; the last column of all takes what is left.
 */
record Columns<T>(List<Column<T>> all) {
  private static final int GAP = 2;

  /**
   * One column.
   *
   * @param right whether it holds numbers
   * @param needed whether it is shown in the narrowest terminal too
   */
  record Column<T>(String name, boolean right, boolean needed, Function<T, String> cell) {}

  /** The heading, then a line for each row, of one width all. */
  List<String> lines(List<T> rows, int width) {
    List<Column<T>> shown = new ArrayList<>(all);
    List<List<String>> cells = cells(rows, shown);
    while (least(cells) > width && shown.stream().anyMatch(column -> !column.needed())) {
      shown.remove(lastSpare(shown));
      cells = cells(rows, shown);
    }
    List<List<String>> table = cells;
    return table.stream().map(row -> line(row, shown, table, width)).toList();
  }

  private static <T> int lastSpare(List<Column<T>> shown) {
    return IntStream.range(0, shown.size())
        .filter(i -> !shown.get(i).needed())
        .reduce((one, next) -> next)
        .orElseThrow();
  }

  private static <T> List<List<String>> cells(List<T> rows, List<Column<T>> shown) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(shown.stream().map(Column::name).toList());
    rows.forEach(row -> cells.add(shown.stream().map(column -> column.cell().apply(row)).toList()));
    return cells;
  }

  private static int widthOf(List<List<String>> cells, int column) {
    return cells.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
  }

  /** What all but the last need. */
  private static int least(List<List<String>> cells) {
    int last = cells.getFirst().size() - 1;
    return IntStream.range(0, last).map(i -> widthOf(cells, i) + GAP).sum()
        + width(cells.getFirst().get(last));
  }

  private static <T> String line(
      List<String> row, List<Column<T>> shown, List<List<String>> table, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String pad = " ".repeat(widthOf(table, i) - width(row.get(i)));
      line.append(shown.get(i).right() ? pad + row.get(i) : row.get(i) + pad);
      line.append(" ".repeat(i < row.size() - 1 ? GAP : 0));
    }
    return fitted(line.toString().stripTrailing(), width);
  }

  /** How many columns of the terminal a text takes: some characters take two. */
  private static int width(String text) {
    return new AttributedString(text).columnLength();
  }

  /** A text that takes exactly so many columns. */
  static String fitted(String text, int width) {
    AttributedString whole = new AttributedString(text);
    if (whole.columnLength() > width) {
      String cut = whole.columnSubSequence(0, Math.max(0, width - 1)).toString() + "…";
      return cut + " ".repeat(Math.max(0, width - width(cut)));
    }
    return text + " ".repeat(width - whole.columnLength());
  }
}
