package dev.awa.cron;

import dev.awa.AwaException;

/** A cron expression or the name of a time zone was refused. */
public final class InvalidCronException extends AwaException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String value;
  private final String rule;

  InvalidCronException(String field, String value, String rule) {
    super("cron " + field + ": " + rule + ", got " + value);
    this.field = field;
    this.value = value;
    this.rule = rule;
  }

  /**
   * Which part was wrong: {@code second}, {@code minute}, {@code hour}, {@code day of month},
   * {@code month}, {@code day of week}; {@code expression} for the whole; {@code zone}.
   */
  public String field() {
    return field;
  }

  /** What was found there; at most 255 characters, all of them printable ASCII. */
  public String value() {
    return value;
  }

  /** What it must be, and what to write instead. */
  public String rule() {
    return rule;
  }
}
