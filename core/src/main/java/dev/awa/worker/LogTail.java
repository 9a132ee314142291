package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.engine.Report.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest lines of an attempt's log that are not stored yet. Used under a lock. */
final class LogTail {
  private final Deque<Line> lines = new ArrayDeque<>();
  private int characters;
  private long written;
  private long storedUpTo;

  /** Adds a line; what is too old then is left out. */
  void add(String text) {
    String kept =
        text.length() <= Limits.LOG_LINE_CHARACTERS
            ? text
            : text.substring(0, Limits.LOG_LINE_CHARACTERS);
    lines.add(new Line(++written, System.nanoTime(), kept));
    characters += size(kept);
    while (characters > Limits.LOG_CHARACTERS) {
      characters -= size(lines.removeFirst().text());
    }
  }

  private static int size(String text) {
    return text.length() + 1; // an empty line is one too
  }

  /** What is new, with a line that says how many are missing; empty when nothing is. */
  List<Line> news() {
    if (lines.isEmpty()) {
      return List.of();
    }
    Line first = lines.getFirst();
    long missing = first.no() - 1 - storedUpTo;
    List<Line> news = new ArrayList<>(lines.size() + 1);
    if (missing > 0) {
      String words = "(" + missing + " lines before this were left out)";
      news.add(new Line(first.no() - 1, first.writtenNanos(), words));
    }
    news.addAll(lines);
    return news;
  }

  /** The lines up to this number are stored. */
  void stored(long upTo) {
    storedUpTo = Math.max(storedUpTo, upTo);
    while (!lines.isEmpty() && lines.getFirst().no() <= upTo) {
      characters -= size(lines.removeFirst().text());
    }
  }
}
