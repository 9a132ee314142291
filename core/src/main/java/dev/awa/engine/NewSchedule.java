package dev.awa.engine;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A schedule that is to be stored, checked.
 *
 * @param job what each fire enqueues; without a time to run at and without a unique rule
 * @param dueAt when it is due first, if it is new; null for never
 */
public record NewSchedule(
    String name,
    String expression,
    String zone,
    String missed,
    String overlap,
    Duration jitter,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    NewJob job,
    @Nullable Instant dueAt) {

  /** As {@code awa.put_schedules} takes them. */
  static String json(List<NewSchedule> schedules) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = PlainJson.generator(text)) {
      out.writeStartArray();
      schedules.forEach(schedule -> schedule.write(out));
      out.writeEndArray();
    }
    return text.toString();
  }

  private void write(JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", name);
    out.writeStringProperty("expression", expression);
    out.writeStringProperty("zone", zone);
    out.writeStringProperty("missed", missed);
    out.writeStringProperty("overlap", overlap);
    out.writeNumberProperty("jitter", jitter.toMillis() / 1000.0);
    write(out, "starts_at", startsAt);
    write(out, "ends_at", endsAt);
    write(out, "due_at", dueAt);
    out.writeStringProperty("kind", job.kind());
    out.writeStringProperty("queue", job.queue());
    out.writeNumberProperty("priority", job.priority());
    out.writeNumberProperty("max_attempts", job.maxAttempts());
    write(out, "ordering_key", job.orderingKey());
    out.writeStringProperty("args", job.args());
    out.writeStringProperty("ext", job.ext());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String name, @Nullable Object value) {
    if (value != null) {
      out.writeStringProperty(name, value.toString());
    }
  }
}
