package dev.awa;

/** The text of a filter could not be understood. Nothing was asked of the database. */
public final class InvalidFilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String term;
  private final int position;

  InvalidFilterException(String term, int position, String rule) {
    super("filter: " + rule + ", got " + shortened(term) + " at " + (position + 1));
    this.term = term;
    this.position = position;
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cc}|\\p{Cs}", "\uFFFD");
    return plain.length() <= 100 ? plain : plain.substring(0, 97) + "...";
  }

  /** The part of the text that is wrong. */
  public String term() {
    return term;
  }

  /** Where the part begins in the text, from 0. */
  public int position() {
    return position;
  }
}
