package dev.awa.admin;

import dev.awa.Action;
import dev.awa.AttemptOutput;
import dev.awa.JobAttempt;
import dev.awa.JobState;
import dev.awa.LogLine;
import dev.awa.StoredJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is known of a job, in the order in which it is shown: the columns, then what it carries
 * besides, each only when there is some.
 */
public final class JobDocument {
  private JobDocument() {}

  /** The facts by their names; a fact that the job does not have may be null or missing. */
  public static Map<String, @Nullable Object> of(StoredJob job) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("id", job.id());
    facts.put("state", job.state().word());
    facts.put("kind", job.kind());
    facts.put("queue", job.queue());
    facts.put("priority", job.priority());
    facts.put("attempt", job.attempt());
    facts.put("max_attempts", job.maxAttempts());
    facts.put("run_no", job.runNo());
    facts.put("created_at", job.createdAt());
    facts.put("run_at", job.runAt());
    facts.put("finished_at", job.finishedAt());
    facts.put("reason", job.reason());
    if (job.state() == JobState.FAILED) {
      facts.put("dead_letter", job.deadLetter());
    }
    facts.put("can", can(job));
    facts.put("progress", job.progress());
    facts.put("args", json(job.args()));
    JsonNode ext = json(job.ext());
    ext.properties().stream()
        .filter(part -> !Set.of("created_at", "errors", "progress").contains(part.getKey()))
        .forEach(part -> facts.put(part.getKey(), part.getValue()));
    if (ext.has("errors")) {
      facts.put("errors", ext.get("errors"));
    }
    return facts;
  }

  private static List<String> can(StoredJob job) {
    return Action.Verb.treating(job.state()).stream()
        .filter(verb -> verb != Action.Verb.MOVE_TO_DEAD_LETTERS || !job.deadLetter())
        .map(Action.Verb::word)
        .toList();
  }

  /** The same with its attempts, and what these printed and wrote to their logs. */
  public static Map<String, @Nullable Object> of(
      StoredJob job, List<JobAttempt> attempts, List<AttemptOutput> outputs, List<LogLine> log) {
    Map<String, @Nullable Object> facts = of(job);
    facts.put("attempts", attempts);
    facts.put("outputs", outputs);
    facts.put("log", log);
    return facts;
  }

  private static JsonNode json(String text) {
    return Documents.JSON.readTree(text);
  }
}
