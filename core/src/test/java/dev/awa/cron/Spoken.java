package dev.awa.cron;

import java.time.LocalDateTime;
import java.util.function.Predicate;

/**
 * An expression, and what it means said a second time.
 *
 * @param isInterval whether its fires follow elapsed time
 * @param names whether it names this whole minute
 */
record Spoken(String text, boolean isInterval, Predicate<LocalDateTime> names) {
  CronExpression parsed() {
    return CronExpression.parse(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
