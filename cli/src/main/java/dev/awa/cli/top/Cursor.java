package dev.awa.cli.top;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which row of a list is selected, and which stands at the top. The selection stays with what is
 * selected, wherever that moves to: a key must not meet the row that came into its place.
 */
final class Cursor<K> {
  private @Nullable K selected;
  private int index;
  private int top;

  /** What is selected; the row that came into its place when it is gone; null of no rows. */
  @Nullable K selected(List<K> rows) {
    index = index(rows);
    return rows.isEmpty() ? null : rows.get(index);
  }

  private int index(List<K> rows) {
    int found = selected == null ? -1 : rows.indexOf(selected);
    return found >= 0 ? found : Math.clamp(index, 0, Math.max(0, rows.size() - 1));
  }

  /** Moves where the key is one that moves. */
  void press(String key, List<K> rows, int height) {
    if (rows.isEmpty()) {
      return;
    }
    int to = moved(index(rows), key, rows.size(), height);
    index = Math.clamp(to, 0, rows.size() - 1);
    selected = rows.get(index);
  }

  private static int moved(int from, String key, int rows, int height) {
    return switch (key) {
      case Keys.UP, "k" -> from - 1;
      case Keys.DOWN, "j" -> from + 1;
      case Keys.PAGE_UP -> from - height;
      case Keys.PAGE_DOWN -> from + height;
      case Keys.HOME, "g" -> 0;
      case Keys.END, "G" -> rows - 1;
      default -> from;
    };
  }

  /** The first row that is shown, so that the selected one is. */
  int top(List<K> rows, int height) {
    index = index(rows);
    top = Math.clamp(top, Math.max(0, index - height + 1), Math.max(0, index));
    top = Math.clamp(top, 0, Math.max(0, rows.size() - height));
    return top;
  }
}
