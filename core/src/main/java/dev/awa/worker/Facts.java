package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.PlannedFire;
import dev.awa.RunningJob;
import dev.awa.TraceContext;
import dev.awa.engine.PlainJson;
import dev.awa.engine.Run;
import dev.awa.engine.ScheduleExt;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of a job from a run. Each that can't be read is left out, and throws nothing: the
 * row may have been written past the engine, and must not stop the job, let alone others.
 */
final class Facts {
  private static final BigDecimal SHORTEST_MILLIS =
      BigDecimal.valueOf(Limits.MIN_DEADLINE.toMillis());
  private static final BigDecimal LONGEST_MILLIS =
      BigDecimal.valueOf(Limits.MAX_DEADLINE.toMillis());

  private Facts() {}

  static RunningJob of(Run run, String queue, int priority) {
    if (run.ext().equals("{}")) {
      return job(run, queue, priority, run.readyAt(), null, List.of(), Map.of(), null, null);
    }
    Map<?, ?> ext = read(run.ext());
    return job(
        run,
        queue,
        priority,
        readable(() -> createdAt(ext, run.readyAt()), run.readyAt()),
        readable(() -> deadline(ext.get("deadline_ms")), null),
        readable(() -> tags(ext.get("tags")), List.of()),
        readable(() -> metadata(ext.get("metadata")), Map.of()),
        traceContext(ext),
        readable(() -> ScheduleExt.read(ext.get(ScheduleExt.FIELD)), null));
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

  /** What a job carries: it was checked on its way in, and lies one level deeper now. */
  private static Map<?, ?> read(String ext) {
    return readable(() -> PlainJson.read(ext) instanceof Map<?, ?> map ? map : Map.of(), Map.of());
  }

  private static Instant createdAt(Map<?, ?> ext, Instant otherwise) {
    return ext.get("created_at") instanceof String text
        ? OffsetDateTime.parse(text).toInstant()
        : otherwise;
  }

  /**
   * What the job allows itself, within the limits that it would have been held to had it been
   * enqueued by the engine. What is no number, or not positive, says nothing.
   */
  private static @Nullable Duration deadline(@Nullable Object value) {
    if (!(value instanceof Number)) {
      return null;
    }
    BigDecimal millis = new BigDecimal(value.toString());
    if (millis.signum() <= 0) {
      return null;
    }
    BigDecimal bounded = millis.max(SHORTEST_MILLIS).min(LONGEST_MILLIS);
    return Duration.ofMillis(bounded.setScale(0, RoundingMode.CEILING).longValue());
  }

  private static List<String> tags(@Nullable Object array) {
    return array instanceof List<?> list ? list.stream().map(Facts::tag).toList() : List.of();
  }

  private static String tag(@Nullable Object value) {
    if (value instanceof List || value instanceof Map) {
      throw new IllegalArgumentException("a tag is a text");
    }
    return String.valueOf(value);
  }

  private static @Nullable TraceContext traceContext(Map<?, ?> ext) {
    String parent = ext.get("traceparent") instanceof String text ? text : null;
    String state = ext.get("tracestate") instanceof String text ? text : null;
    return TraceContext.ifValid(parent, state).orElse(null);
  }

  @SuppressWarnings("unchecked") // a JSON object is read as a map with text keys
  private static Map<String, Object> metadata(@Nullable Object object) {
    return object instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static RunningJob job(
      Run run,
      String queue,
      int priority,
      Instant createdAt,
      @Nullable Duration deadline,
      List<String> tags,
      Map<String, Object> metadata,
      @Nullable TraceContext traceContext,
      @Nullable PlannedFire fire) {
    return new RunningJob(
        run.jobId(),
        run.runNo(),
        run.kind(),
        queue,
        priority,
        run.attempts() + 1,
        run.maxAttempts(),
        createdAt,
        run.readyAt(),
        deadline,
        tags,
        metadata,
        traceContext,
        fire);
  }
}
