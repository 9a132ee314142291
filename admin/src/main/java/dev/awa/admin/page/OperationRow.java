package dev.awa.admin.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of an operation. */
record OperationRow(Map<String, Object> facts) {
  long id() {
    return (Long) Facts.of(facts, "id");
  }

  String text(String fact) {
    return Facts.text(facts, fact);
  }

  long number(String fact) {
    return ((Number) Facts.of(facts, fact)).longValue();
  }

  @Nullable Instant time(String fact) {
    return (Instant) facts.get(fact);
  }

  Instant submitted() {
    return (Instant) Facts.of(facts, "submitted_at");
  }

  boolean isRunning() {
    return text("state").equals("running");
  }

  /** Of its bar; in whole percent. */
  String percent() {
    return number("percent") + "%";
  }

  /** The jobs that it means, in one line. */
  String filter() {
    return JobRow.compact(facts.get("filter"));
  }

  @SuppressWarnings("unchecked") // the document says so
  List<Map<String, Object>> notes() {
    return facts.get("notes") instanceof List<?> notes
        ? (List<Map<String, Object>>) notes
        : List.of();
  }
}
