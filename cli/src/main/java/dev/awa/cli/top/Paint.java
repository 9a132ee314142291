package dev.awa.cli.top;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** How lines look: never by colour alone, for {@code NO_COLOR} and for those who see none. */
final class Paint {
  private static final boolean COLOURS = System.getenv("NO_COLOR") == null;
  private static final AttributedStyle TROUBLE =
      COLOURS ? AttributedStyle.BOLD.foreground(AttributedStyle.RED) : AttributedStyle.BOLD;

  private Paint() {}

  static AttributedString plain(String text) {
    return new AttributedString(text);
  }

  static AttributedString heading(String text) {
    return new AttributedString(text, AttributedStyle.BOLD);
  }

  static AttributedString selected(String text) {
    return new AttributedString(text, AttributedStyle.INVERSE);
  }

  static AttributedString trouble(String text) {
    return new AttributedString(text, TROUBLE);
  }

  /** A heading and the rows under it that fit, one of them selected. */
  static <K> List<AttributedString> list(
      List<String> lines, List<K> keys, Cursor<K> cursor, int height) {
    List<AttributedString> all = new ArrayList<>();
    all.add(heading(lines.getFirst()));
    int top = cursor.top(keys, height - 1);
    K selected = cursor.selected(keys);
    for (int i = top; i < Math.min(keys.size(), top + height - 1); i++) {
      String line = lines.get(i + 1);
      all.add(keys.get(i).equals(selected) ? selected(line) : plain(line));
    }
    return all;
  }
}
