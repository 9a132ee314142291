package dev.awa.admin.page;

import dev.awa.admin.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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

  /** Whether it has a cron expression, and no interval. */
  boolean isCron() {
    return !text("expression").startsWith(EVERY);
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

  /** What follows when nobody could fire it for a while, in words. */
  String missed() {
    String missed = text("missed");
    return switch (missed) {
      case "skip" -> "skip: nothing is made up for";
      case "once" -> "once: one job for all times that were missed";
      default -> missed + ": a job for each of the last times that were missed";
    };
  }

  /** What a fire does while an earlier job has not ended, in words. */
  String overlap() {
    String overlap = text("overlap");
    return switch (overlap) {
      case "allow" -> "allow: it fires all the same";
      case "skip" -> "skip: it does not fire";
      case "queue_one" -> "queue_one: it waits for the earlier job";
      default -> overlap;
    };
  }

  /** By up to how much each job is put off; empty: by nothing. */
  String jitter() {
    return facts.get("jitter") instanceof Duration jitter ? Words.span(jitter) : "";
  }

  /** What its jobs carry besides arguments. */
  Map<String, Object> carried() {
    Map<String, Object> carried = new LinkedHashMap<>(facts);
    carried.values().removeIf(value -> !(value instanceof JsonNode));
    carried.remove("args");
    return carried;
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
