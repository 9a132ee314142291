package dev.awa.pages;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
final class Rows {
  private final List<String> lines = new ArrayList<>();

  private Rows(String... heads) {
    add(heads);
    lines.add("|" + " --- |".repeat(heads.length));
  }

  static Rows of(String... heads) {
    return new Rows(heads);
  }

  void add(String... cells) {
    List<String> safe = new ArrayList<>();
    for (String cell : cells) {
      safe.add(cell.replace("|", "\\|"));
    }
    lines.add("| " + String.join(" | ", safe) + " |");
  }

  @Override
  public String toString() {
    return String.join("\n", lines).replace("|  |", "| |") + "\n";
  }
}
