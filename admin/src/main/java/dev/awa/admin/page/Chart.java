package dev.awa.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A chart over time as the server draws it: whole numbers, colours by class only, no script.
 *
 * @param label what it shows, in a sentence, for those who can't see it
 * @param curves from the lowest to the topmost
 * @param lines across, with their values
 * @param marks times that are marked behind the curves
 * @param steps what the pointer tells of each step, from the left to the right
 * @param from at the left end of the axis, then in the middle and at the right end
 */
record Chart(
    String label,
    List<Curve> curves,
    List<Line> lines,
    List<Mark> marks,
    List<String> steps,
    String from,
    String middle,
    String to) {
  static final int WIDTH = 600;
  static final int HEIGHT = 116;

  /** Something drawn. */
  record Curve(String css, String path) {}

  /** A line across with the value it stands for; empty: none is written. */
  record Line(int y, String value) {
    /** Below the line; above it where it is the foot. */
    int textY() {
      return y > HEIGHT - 13 ? y - 4 : y + 13;
    }
  }

  /** A time that is marked: where it begins, and how long it is, of the width. */
  record Mark(int x, int width) {
    /** A part of the whole time: 0 at its beginning, 1 at its end. */
    static Mark of(double from, double to) {
      int left = (int) Math.round(WIDTH * Math.clamp(from, 0.0, 1.0));
      int right = (int) Math.round(WIDTH * Math.clamp(to, 0.0, 1.0));
      return new Mark(left, Math.max(1, right - left));
    }
  }

  /** Keeps copies. */
  Chart {
    curves = List.copyOf(curves);
    lines = List.copyOf(lines);
    marks = List.copyOf(marks);
    steps = List.copyOf(steps);
  }

  /** Where the step begins, in hundredths of the width. */
  String left(int step) {
    return percent(step);
  }

  String stepWidth() {
    return percent(1);
  }

  private String percent(int of) {
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * of / steps.size());
  }

  /** The height of a value that is a part of all: 0 at the foot, 1 at the top. */
  static int y(double part) {
    return (int) Math.round(HEIGHT * (1 - Math.max(0, Math.min(1, part))));
  }

  private static int x(int step, int steps) {
    return (int) Math.round(WIDTH * (step + 0.5) / steps);
  }

  /**
   * A line through the middles of the steps; broken where nothing is known, and a dash where both
   * neighbours are unknown.
   *
   * @param parts of each step, see {@link #y}; null: nothing is known
   */
  static Curve line(String css, List<@Nullable Double> parts) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      Double part = parts.get(i);
      if (part != null) {
        boolean isBegun = i > 0 && parts.get(i - 1) != null;
        path.append(isBegun ? 'L' : 'M').append(x(i, parts.size())).append(' ').append(y(part));
        boolean isAlone = !isBegun && (i + 1 == parts.size() || parts.get(i + 1) == null);
        path.append(isAlone ? "h2" : "");
      }
    }
    return new Curve(css, path.toString());
  }

  /**
   * A bar for each step, with a gap between, one upon another.
   *
   * @param feet where each begins, see {@link #y}
   * @param parts how high each is; 0: none is drawn
   */
  static Curve bars(String css, List<Double> feet, List<Double> parts) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) > 0) {
        int from = WIDTH * i / parts.size() + 1;
        int to = Math.max(from + 1, WIDTH * (i + 1) / parts.size() - 1);
        int foot = y(feet.get(i));
        int top = Math.min(y(feet.get(i) + parts.get(i)), foot - 1);
        path.append('M').append(from).append(' ').append(foot).append('V').append(top);
        path.append('H').append(to).append('V').append(foot).append('z');
      }
    }
    return new Curve(css, path.toString());
  }

  /** What is below such a line, down to the foot; where nothing is known it is zero. */
  static Curve area(String css, List<Double> parts) {
    List<String> points = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      points.add(x(i, parts.size()) + " " + y(parts.get(i)));
    }
    return new Curve(
        css,
        "M"
            + x(0, parts.size())
            + " "
            + HEIGHT
            + "L"
            + String.join("L", points)
            + "V"
            + HEIGHT
            + "z");
  }
}
