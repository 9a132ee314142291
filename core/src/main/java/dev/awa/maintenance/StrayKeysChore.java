package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.UniqueKeys;
import dev.awa.event.Event;
import dev.awa.event.StrayKeysLetGo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for stray keys, a slice at a time, and lets go of them: with unique keys that no job holds,
 * whoever wants them is taken for a duplicate for ever. A slice is as large as it can be without
 * taking long.
 */
final class StrayKeysChore implements Chore {
  private static final int LEAST = 10;
  private static final int MOST = 10_000;
  private static final long QUICK_NANOS = Duration.ofMillis(20).toNanos();
  private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();
  private static final Plan PLAN =
      new Plan(
          "stray keys",
          Duration.ofSeconds(1),
          Plan.SPARINGLY,
          LEAST + " to " + MOST + " keys, in about 50 ms",
          Set.of(StrayKeysLetGo.class));

  private final UniqueKeys uniqueKeys;
  private final Consumer<? super Event> events;
  private int limit = LEAST;
  private @Nullable String upTo;

  StrayKeysChore(Engine engine, Consumer<? super Event> events) {
    this.uniqueKeys = engine.uniqueKeys();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    UniqueKeys.Slice slice = uniqueKeys.letGoStrays(connection, upTo, limit);
    if (!slice.letGo().isEmpty()) {
      events.accept(new StrayKeysLetGo(slice.letGo()));
    }
    upTo = slice.lookedAt() < limit ? null : slice.upTo();
    limit = next(System.nanoTime() - begun);
    return PLAN.every();
  }

  private int next(long tookNanos) {
    if (tookNanos < QUICK_NANOS) {
      return Math.min(MOST, 2 * limit);
    }
    return tookNanos > SLOW_NANOS ? Math.max(LEAST, limit / 2) : limit;
  }
}
