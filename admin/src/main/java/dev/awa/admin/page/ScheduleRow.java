package dev.awa.admin.page;

import dev.awa.admin.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a schedule. */
record ScheduleRow(Map<String, Object> facts) {
  private static final String EVERY = "@every ";

  String name() {
    return text("name");
  }

  String text(String fact) {
    return Facts.text(facts, fact);
  }

  @Nullable Instant time(String fact) {
    return (Instant) facts.get(fact);
  }

  /** An interval in words; a cron expression as it is. */
  String expression() {
    String expression = text("expression");
    try {
      return expression.startsWith(EVERY)
          ? "every " + Units.words(Duration.parse(expression.substring(EVERY.length())))
          : expression;
    } catch (DateTimeParseException e) {
      return expression;
    }
  }

  /** What is wrong with it, in words; empty when nothing is. */
  String trouble() {
    Object overdue = facts.get("overdue");
    return overdue instanceof Duration late
        ? "It is overdue by " + Words.span(late) + ": nobody leads, or it can’t be fired."
        : text("warning");
  }

  /** How its last fire went; empty when it has never fired. */
  String last() {
    return facts.get("last") instanceof Map<?, ?> last ? outcome(last) : "";
  }

  @Nullable Instant lastAt() {
    return facts.get("last") instanceof Map<?, ?> last ? (Instant) last.get("fired_at") : null;
  }

  static String outcome(Map<?, ?> fire) {
    return Words.spaced(String.valueOf(fire.get("outcome")));
  }

  /** Its newest fires, where the document has them. */
  @SuppressWarnings("unchecked") // the route says so
  List<Map<String, Object>> fires() {
    return facts.get("fires") instanceof List<?> fires
        ? (List<Map<String, Object>>) fires
        : List.of();
  }
}
