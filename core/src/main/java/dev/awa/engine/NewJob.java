package dev.awa.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** stand-in */
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

  /** Whether the job is ready at once and unlike any other: COPY can place it. */
  public boolean isPlain() {
    return runAt == null && delayMicros == null && unique == null;
  }
}
