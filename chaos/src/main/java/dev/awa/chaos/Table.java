package dev.awa.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines up cells for people: the first and the last column to the left, numbers to the right. */
final class Table {
  private Table() {}

  static String of(List<List<String>> lines) {
    int columns = lines.getFirst().size();
    List<Integer> widths = new ArrayList<>(Collections.nCopies(columns, 0));
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths.set(i, Math.max(widths.get(i), line.get(i).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder one = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String room = " ".repeat(widths.get(i) - line.get(i).length());
        boolean left = i == 0 || i == columns - 1;
        one.append(left ? line.get(i) + room : room + line.get(i)).append("  ");
      }
      text.append(one.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
