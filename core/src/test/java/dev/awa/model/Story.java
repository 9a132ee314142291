package dev.awa.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The last steps, for somebody who looks for what went wrong, and how many there were. */
final class Story {
  private static final int TOLD = 20;

  private final Deque<String> told = new ArrayDeque<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private int steps;

  void nextStep() {
    steps++;
  }

  void tell(String step) {
    told.addLast(steps + " " + step);
    if (told.size() > TOLD) {
      told.removeFirst();
    }
    count(step.split("[ :]", 2)[0]);
  }

  /** What came of the last thing told. */
  void answer(Object answer) {
    told.addLast(told.removeLast() + " -> " + answer);
  }

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** How often each step was taken. */
  Map<String, Integer> counts() {
    return counts;
  }

  @Override
  public String toString() {
    return String.join("\n", told);
  }
}
