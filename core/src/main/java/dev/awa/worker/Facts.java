package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.RunningJob;
import dev.awa.engine.Run;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the facts of a job from a run. What can't be read is left out: it must not stop the job.
 */
final class Facts {
  /**
   * Reads whatever a job may carry: it was checked on its way in, and lies one level deeper now.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(2 * Limits.JSON_DEPTH)
                          .maxNumberLength(Limits.METADATA_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Facts() {}

  static RunningJob of(Run run, String queue, int priority) {
    if (run.ext().equals("{}")) {
      return job(run, queue, priority, run.readyAt(), null, List.of(), Map.of());
    }
    try {
      JsonNode ext = JSON.readTree(run.ext());
      Instant createdAt =
          ext.has("created_at")
              ? OffsetDateTime.parse(ext.get("created_at").asString()).toInstant()
              : run.readyAt();
      List<String> tags = ext.path("tags").valueStream().map(JsonNode::asString).toList();
      return job(
          run, queue, priority, createdAt, deadline(ext), tags, metadata(ext.path("metadata")));
    } catch (JacksonException | DateTimeException e) {
      return job(run, queue, priority, run.readyAt(), null, List.of(), Map.of());
    }
  }

  private static @Nullable Duration deadline(JsonNode ext) {
    long millis = ext.path("deadline_ms").asLong(0);
    return millis > 0 ? Duration.ofMillis(millis) : null;
  }

  @SuppressWarnings("unchecked") // a JSON object is read as a map with text keys
  private static Map<String, Object> metadata(JsonNode object) {
    return object.isObject() ? JSON.convertValue(object, Map.class) : Map.of();
  }

  private static RunningJob job(
      Run run,
      String queue,
      int priority,
      Instant createdAt,
      @Nullable Duration deadline,
      List<String> tags,
      Map<String, Object> metadata) {
    return new RunningJob(
        run.jobId(),
        run.runLease(),
        run.kind(),
        queue,
        priority,
        run.attempts() + 1,
        run.maxAttempts(),
        createdAt,
        run.readyAt(),
        deadline,
        tags,
        metadata);
  }
}
