package dev.awa.worker;

import dev.awa.engine.DeferredJobs;
import dev.awa.engine.DeferredJobs.Promotion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Moves deferred jobs that are due into the ready log, a bounded batch at each step. It looks from
 * where it came to last time, less ten seconds for transactions that committed late, and once a
 * minute from the beginning: otherwise the dead index entries of what it moved before would make
 * every step slower while somebody pins the horizon.
 */
final class Promoter {
  private static final Duration LONGEST_REST = Duration.ofMillis(200);
  private static final Duration SHORTEST_REST = Duration.ofMillis(1);
  private static final Duration SWEEP = Duration.ofSeconds(60);
  private static final Duration OVERLAP = Duration.ofSeconds(10);
  private static final int BATCH = 1000;

  private final DeferredJobs deferredJobs;
  private @Nullable Instant watermark;
  private long sweptNanos = System.nanoTime();

  Promoter(DeferredJobs deferredJobs) {
    this.deferredJobs = deferredJobs;
  }

  /** Moves a batch and says how long to rest. */
  Duration step(Connection connection) throws SQLException {
    Promotion promotion = deferredJobs.promote(connection, BATCH, from());
    if (promotion.lastRunAt() != null) {
      watermark = promotion.lastRunAt();
    }
    if (promotion.promoted() == BATCH) {
      return Duration.ZERO;
    }
    Duration rest = promotion.rest();
    if (rest == null || rest.compareTo(LONGEST_REST) > 0) {
      return LONGEST_REST;
    }
    return rest.compareTo(SHORTEST_REST) > 0 ? rest : SHORTEST_REST;
  }

  private @Nullable Instant from() {
    long now = System.nanoTime();
    if (now - sweptNanos > SWEEP.toNanos()) {
      sweptNanos = now;
      watermark = null;
    }
    return watermark == null ? null : watermark.minus(OVERLAP);
  }
}
