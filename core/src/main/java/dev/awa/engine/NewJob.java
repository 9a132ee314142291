package dev.awa.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job that has been found valid, in the form {@code awa.append} takes. Only {@link JobCheck}
 * makes one.
 *
 * @param args JSON text
 * @param ext a JSON object with what is in use of {@code tags} (array), {@code metadata} (object),
 *     {@code deadline_ms} (number), {@code ordering_key}, {@code traceparent} and {@code
 *     tracestate} (texts), {@code version} (number), {@code encrypted} (true) and {@code masked}
 *     (array)
 * @param runAt not before this instant; null for at once
 * @param delayMicros not before this many microseconds have passed on the database's clock; null
 *     for at once
 * @param orderingKey null when the order does not matter
 * @param unique the rule as JSON text, as {@code awa.unique_key} reads it; null when there is none
 */
public record NewJob(
    String kind,
    String queue,
    int priority,
    int maxAttempts,
    String args,
    String ext,
    @Nullable Instant runAt,
    @Nullable Long delayMicros,
    @Nullable String orderingKey,
    @Nullable String unique) {

  /** In UTF-8 its texts have no more bytes than that: three for each {@code char}. */
  public long bytesAtMost() {
    long chars = (long) kind.length() + queue.length() + args.length() + ext.length();
    return 3 * (chars + length(orderingKey) + length(unique));
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** Whether the job is ready at once and unlike any other: COPY can place it. */
  public boolean isPlain() {
    return runAt == null && delayMicros == null && unique == null;
  }
}
