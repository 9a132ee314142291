package dev.awa.lab;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Lines up cells for people. */
public final class Columns {
  private Columns() {}

  /**
   * Lines of cells as text.
   *
   * @param lines all of as many cells
   * @param isRight which columns are lined up to the right, counted from 0: those of numbers
   */
  public static String lineUp(List<List<String>> lines, IntPredicate isRight) {
    int[] widths = new int[lines.getFirst().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder one = new StringBuilder();
      IntStream.range(0, widths.length)
          .forEach(i -> {
            String room = " ".repeat(widths[i] - line.get(i).length());
            one.append(isRight.test(i) ? room + line.get(i) : line.get(i) + room).append("  ");
          });
      text.append(one.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
