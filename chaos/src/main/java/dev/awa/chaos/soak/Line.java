package dev.awa.chaos.soak;

import java.util.List;

/**
 * One thing that a soak has found.
 *
 * @param first what it is compared with: the first part of the run, or what it must be; empty when
 *     there is nothing to compare with
 * @param last the last part of the run, or what it is in the end
 */
public record Line(String what, String first, String last, boolean isGood) {
  /** Something of which there must be none. */
  static Line none(String what, long count) {
    return new Line(what, "", Long.toString(count), count == 0);
  }

  /** Something of which there must be some. */
  static Line some(String what, long count) {
    return new Line(what, "", Long.toString(count), count > 0);
  }

  /** Something of which there must be so many. */
  static Line exactly(String what, long expected, long count) {
    return new Line(what, Long.toString(expected), Long.toString(count), count == expected);
  }

  /** Something that is not judged. */
  static Line told(String what, String value) {
    return new Line(what, "", value, true);
  }

  /** The cells of a row. */
  public List<String> cells() {
    return List.of(what, first, last, isGood ? "good" : "BAD");
  }
}
