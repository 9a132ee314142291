package dev.awa.admin.page;

import dev.awa.AuditEntry;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** That somebody asked for a change, in a table. */
record AuditRow(Map<String, Object> facts) {
  private static final int DETAIL_CHARACTERS = 200;

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

  /** What else was asked for, in one line; empty when nothing was. */
  String details() {
    return facts.get("details") instanceof JsonNode details && !details.isEmpty()
        ? Words.cut(JobRow.compact(details), DETAIL_CHARACTERS)
        : "";
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
