package dev.awa.cron;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The fires of an expression in a zone: one set, looked at from two sides. */
sealed interface Fires permits FixedFires, IntervalFires {
  /** The first one after {@code after} that is not after the limit. */
  @Nullable Fire next(Instant after, Instant limit, ZoneId zone);

  /** The last one at or before {@code from} that is not before the limit. */
  @Nullable Fire last(Instant from, Instant limit, ZoneId zone);
}
