package dev.awa.worker;

import dev.awa.StrayKeys.StrayKey;
import dev.awa.engine.UniqueKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for stray keys, a slice at a time, and lets go of them: with unique keys that no job holds,
 * whoever wants them is taken for a duplicate for ever. A slice is as large as it can be without
 * taking long, and all of them together take no more than a hundredth of the time.
 */
final class Strays {
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
  private static final int LEAST = 10;
  private static final int MOST = 10_000;
  private static final int NAMED = 5;
  private static final long QUICK_NANOS = Duration.ofMillis(20).toNanos();
  private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();

  private final UniqueKeys uniqueKeys;
  private final Pace pace = new Pace(Duration.ofSeconds(1));
  private int limit = LEAST;
  private @Nullable String upTo;

  Strays(UniqueKeys uniqueKeys) {
    this.uniqueKeys = uniqueKeys;
  }

  void step(Connection connection) throws SQLException {
    if (!pace.isDue()) {
      return;
    }
    long begun = System.nanoTime();
    UniqueKeys.Slice slice = uniqueKeys.letGoStrays(connection, upTo, limit);
    tell(slice.letGo());
    upTo = slice.lookedAt() < limit ? null : slice.upTo();
    limit = next(System.nanoTime() - begun);
    pace.took();
  }

  private int next(long tookNanos) {
    if (tookNanos < QUICK_NANOS) {
      return Math.min(MOST, 2 * limit);
    }
    return tookNanos > SLOW_NANOS ? Math.max(LEAST, limit / 2) : limit;
  }

  private static void tell(List<StrayKey> letGo) {
    if (!letGo.isEmpty()) {
      LOG.warn(
          "let go of {} unique keys that were held by ids that are no jobs, the first of them: {}",
          letGo.size(),
          letGo.subList(0, Math.min(NAMED, letGo.size())));
    }
  }
}
