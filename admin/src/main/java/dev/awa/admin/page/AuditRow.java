package dev.awa.admin.page;

import dev.awa.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** That somebody asked for a change, in a table. */
record AuditRow(Map<String, Object> facts) {
  private static final int DETAIL_CHARACTERS = 200;
  private static final Pattern DURATION = Pattern.compile("-?P[0-9T][0-9A-Z.]*");
  private static final Pattern INSTANT = Pattern.compile("[0-9-]+T[0-9:.]+Z");

  /** No JSON within. */
  private static final Pattern LIST = Pattern.compile("\\[[^\\[\\]{}\"]*]");

  long id() {
    return (Long) Facts.of(facts, "id");
  }

  Instant at() {
    return (Instant) Facts.of(facts, "at");
  }

  /** A fact; empty when it is not known. */
  String text(String fact) {
    return Facts.text(facts, fact);
  }

  @Nullable Long jobs() {
    return (Long) facts.get("jobs");
  }

  boolean isDone() {
    return text("outcome").equals(AuditEntry.DONE);
  }

  /** What else was asked for, in words by its name. */
  Map<String, String> details(Now now) {
    Map<String, String> details = new LinkedHashMap<>();
    if (facts.get("details") instanceof JsonNode asked) {
      asked
          .properties()
          .forEach(one -> details.put(Words.spaced(one.getKey()), words(one.getValue(), now)));
    }
    return details;
  }

  /** Notes of older versions have lists as Java writes them, and times with nanoseconds. */
  private static String words(JsonNode value, Now now) {
    String text = value.isString() ? value.asString() : JobRow.compact(value);
    try {
      if (DURATION.matcher(text).matches()) {
        return Words.span(Duration.parse(text));
      }
      if (INSTANT.matcher(text).matches()) {
        return now.whole(Instant.parse(text));
      }
    } catch (DateTimeParseException e) {
      return Words.cut(text, DETAIL_CHARACTERS);
    }
    String plain = LIST.matcher(text).matches() ? text.substring(1, text.length() - 1) : text;
    return Words.cut(plain, DETAIL_CHARACTERS);
  }

  /** Where the target is looked at; empty when it names no single thing, or may be gone. */
  String place() {
    String target = text("target");
    String group =
        text("action").startsWith("schedule-owner-")
            ? "owner"
            : text("action").replaceAll("-.*", "");
    return switch (group) {
      case "owner" -> target.isEmpty() ? "" : "schedules?owner=" + Words.query(target);
      case "queue" -> target.isEmpty() ? "" : "queues/" + Words.segment(target);
      case "schedule" -> target.isEmpty() ? "" : "schedules/" + Words.segment(target);
      case "job" -> target.matches("[0-9]{1,18}") ? "jobs/" + target : "";
      case "operation" -> target.matches("[0-9]{1,18}") ? "operations/" + target : "";
      default -> "";
    };
  }
}
