package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.RunningJob;
import dev.awa.engine.Run;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the facts of a job from a run. Each that can't be read is left out, and throws nothing: the
 * row may have been written past the engine, and must not stop the job, let alone others.
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

  private static final BigDecimal SHORTEST_MILLIS =
      BigDecimal.valueOf(Limits.MIN_DEADLINE.toMillis());
  private static final BigDecimal LONGEST_MILLIS =
      BigDecimal.valueOf(Limits.MAX_DEADLINE.toMillis());

  private Facts() {}

  static RunningJob of(Run run, String queue, int priority) {
    if (run.ext().equals("{}")) {
      return job(run, queue, priority, run.readyAt(), null, List.of(), Map.of());
    }
    JsonNode ext = read(run.ext());
    return job(
        run,
        queue,
        priority,
        readable(() -> createdAt(ext, run.readyAt()), run.readyAt()),
        readable(() -> deadline(ext.path("deadline_ms")), null),
        readable(() -> tags(ext.path("tags")), List.of()),
        readable(() -> metadata(ext.path("metadata")), Map.of()));
  }

  /** What each of them says, if it says anything. */
  private interface Fact<T extends @Nullable Object> {
    T read();
  }

  private static <T extends @Nullable Object> T readable(Fact<? extends T> fact, T otherwise) {
    try {
      return fact.read();
    } catch (RuntimeException e) {
      return otherwise;
    }
  }

  private static JsonNode read(String ext) {
    return readable(() -> JSON.readTree(ext), MissingNode.getInstance());
  }

  private static Instant createdAt(JsonNode ext, Instant otherwise) {
    JsonNode text = ext.path("created_at");
    return text.isString() ? OffsetDateTime.parse(text.asString()).toInstant() : otherwise;
  }

  /**
   * What the job allows itself, within the limits that it would have been held to had it been
   * enqueued by the engine. What is no number, or not positive, says nothing.
   */
  private static @Nullable Duration deadline(JsonNode millis) {
    if (!millis.isNumber() || millis.decimalValue().signum() <= 0) {
      return null;
    }
    BigDecimal bounded = millis.decimalValue().max(SHORTEST_MILLIS).min(LONGEST_MILLIS);
    return Duration.ofMillis(bounded.setScale(0, RoundingMode.CEILING).longValue());
  }

  private static List<String> tags(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
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
