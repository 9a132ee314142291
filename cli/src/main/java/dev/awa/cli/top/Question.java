package dev.awa.cli.top;

import java.util.function.Consumer;
import org.jline.utils.AttributedString;

/** What is asked in the last line, and what was typed until now. */
final class Question {
  private static final int LONGEST = 200;

  private final String words;
  private final Consumer<String> then;
  private final StringBuilder typed = new StringBuilder();

  Question(String words, Consumer<String> then) {
    this.words = words;
    this.then = then;
  }

  /** The last line: of one that is too long the end, where it is typed. */
  String line(int width) {
    String line = words + " " + typed + "_";
    int over = new AttributedString(line).columnLength() - width;
    return over <= 0
        ? line
        : "…" + new AttributedString(line).columnSubSequence(over + 1, width + over);
  }

  /**
   * A key was pressed.
   *
   * @return whether the question is over
   */
  boolean press(String key, String text) {
    switch (key) {
      case Keys.ENTER -> {
        then.accept(typed.toString());
        return true;
      }
      case Keys.ESCAPE, Keys.INTERRUPT -> {
        return true;
      }
      case Keys.BACKSPACE -> typed.setLength(before(typed.length()));
      case Keys.TYPED -> type(text);
      default -> {}
    }
    return false;
  }

  private void type(String text) {
    String clean = text.replaceAll("\\p{Cc}", "");
    if (typed.length() + clean.length() <= LONGEST) {
      typed.append(clean);
    }
  }

  private int before(int end) {
    return end == 0 ? 0 : typed.offsetByCodePoints(end, -1);
  }
}
