package dev.awa;

import org.jspecify.annotations.Nullable;

/** A job was refused before anything was written. */
public final class InvalidJobException extends AwaException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String rule;

  /**
   * @param field what was wrong, as the job's component is called: {@code priority}, {@code args},
   *     {@code tags[3]}
   * @param value what was found; shortened to 100 characters
   * @param rule what it must be
   */
  public InvalidJobException(String field, @Nullable Object value, String rule) {
    super(field + ": " + rule + ", got " + shown(shortened(value)));
    this.field = field;
    this.value = shortened(value);
    this.rule = rule;
  }

  private InvalidJobException(long index, InvalidJobException cause) {
    super("jobs[" + index + "]: " + cause.getMessage(), cause);
    this.field = cause.field;
    this.value = cause.value;
    this.rule = cause.rule;
  }

  /** The same refusal, of the job at this index of a batch, counted from 0. */
  public InvalidJobException at(long index) {
    return new InvalidJobException(index, this);
  }

  /** Which part of the job, as it is called in {@link Job}. */
  public String field() {
    return field;
  }

  /** What was given for it. */
  public String value() {
    return value;
  }

  /** What it must be. */
  public String rule() {
    return rule;
  }

  private static String shown(String text) {
    return text.isEmpty() ? "\"\"" : text;
  }

  private static String shortened(@Nullable Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cc}|\\p{Cs}", "\uFFFD");
    if (text.length() <= 100) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(96)) ? 96 : 97;
    return text.substring(0, end) + "...";
  }
}
