package dev.awa.admin.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job in a table.
 *
 * @param args its arguments as JSON, cut
 * @param created when it was enqueued
 * @param at when it is due, or has finished, or was enqueued
 * @param what which of these: {@code due}, {@code finished}, {@code enqueued}
 * @param trouble the first line of its newest error, or why it ended; empty when there is none
 */
record JobRow(
    long id,
    String state,
    String kind,
    String queue,
    String args,
    int attempt,
    int maxAttempts,
    List<String> tags,
    int priority,
    Instant created,
    Instant at,
    String what,
    String trouble) {
  private static final int ARGS_CHARACTERS = 60;
  private static final int TROUBLE_CHARACTERS = 200;

  /** The same as a dead letter. */
  JobRow dead() {
    return new JobRow(
        id,
        "dead_letter",
        kind,
        queue,
        args,
        attempt,
        maxAttempts,
        tags,
        priority,
        created,
        at,
        "failed",
        trouble);
  }

  static JobRow of(Map<String, ?> job) {
    Instant finished = (Instant) job.get("finished_at");
    Instant due = (Instant) job.get("run_at");
    Instant created = (Instant) Facts.of(job, "created_at");
    return new JobRow(
        (Long) Facts.of(job, "id"),
        Facts.text(job, "state"),
        Facts.text(job, "kind"),
        Facts.text(job, "queue"),
        Words.cut(compact(job.get("args")), ARGS_CHARACTERS),
        (Integer) Facts.of(job, "attempt"),
        (Integer) Facts.of(job, "max_attempts"),
        tags(job),
        ((Number) Facts.of(job, "priority")).intValue(),
        created,
        finished != null ? finished : due != null ? due : created,
        finished != null ? "finished" : due != null ? "due" : "enqueued",
        Words.cut(trouble(job), TROUBLE_CHARACTERS));
  }

  private static List<String> tags(Map<String, ?> job) {
    return job.get("tags") instanceof JsonNode tags
        ? tags.valueStream().map(tag -> tag.asString("")).toList()
        : List.of();
  }

  /** JSON in one line. */
  static String compact(@Nullable Object json) {
    return json == null ? "" : Facts.LINE.writeValueAsString(json);
  }

  private static String trouble(Map<String, ?> job) {
    if (job.get("errors") instanceof JsonNode errors && errors.isArray() && !errors.isEmpty()) {
      return errors.get(errors.size() - 1).path("error").asString("");
    }
    return Facts.text(job, "reason");
  }
}
