package dev.awa.cli.job;

/** The last line that is not blank of a text that comes in pieces: mostly it says what is wrong. */
final class LastLine {
  private static final int LONGEST = 300;

  private final StringBuilder line = new StringBuilder();
  private String last = "";

  void add(String piece) {
    piece
        .chars()
        .forEach(one -> {
          if (one == '\n' || one == '\r') {
            end();
          } else if (line.length() < LONGEST) {
            line.append((char) one);
          }
        });
  }

  private void end() {
    if (!line.toString().isBlank()) {
      last = line.toString();
    }
    line.setLength(0);
  }

  /** Behind a colon; empty when there is none. */
  String words() {
    end();
    String clean = last.replaceAll("\\p{Cc}", " ").strip();
    return clean.isEmpty() ? "" : ": " + clean;
  }
}
