package dev.awa.lab;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that people type, and what they may have meant. */
public final class Names {
  private static final int FAR = 3;

  private Names() {}

  /** Says that there is no such thing, the nearest one, and all that are known. */
  public static String unknown(String what, String name, List<String> known) {
    return "unknown "
        + what
        + " "
        + name
        + nearest(name, known)
        + "; known: "
        + String.join(", ", known);
  }

  /** Asks whether the nearest of the known ones was meant; says nothing when none is near. */
  public static String nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(word -> word.startsWith(name) || distance(word, name) <= FAR)
        .min(Comparator.comparingInt(word -> distance(word, name)))
        .map(word -> ", did you mean " + word + "?")
        .orElse("");
  }

  /** How many letters have to be added, left out or changed. */
  private static int distance(String a, String b) {
    int[] last = new int[b.length() + 1];
    Arrays.setAll(last, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
      }
      last = row;
    }
    return last[b.length()];
  }
}
