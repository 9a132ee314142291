package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.event.Event;
import dev.awa.event.LaneCounted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Counts anew what waits in a lane to which much has come since it was counted. */
final class CountsChore implements Chore {
  /** So many runs are much: a count reads what came since the last. */
  private static final int UNCOUNTED = 10_000;

  private static final Plan PLAN =
      new Plan(
          "counts",
          Duration.ofSeconds(5),
          Plan.SPARINGLY,
          "one lane, of " + Walk.LANES + " looked at",
          Set.of(LaneCounted.class));

  private final Queues queues;
  private final Consumer<? super Event> events;
  private final Walk walk = new Walk();

  CountsChore(Engine engine, Consumer<? super Event> events) {
    this.queues = engine.queues();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    Queues.Counted counted =
        queues.countWaiting(connection, lead, walk.after(), Walk.LANES, UNCOUNTED);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    counted.lane().ifPresent(lane -> events.accept(new LaneCounted(lane, took)));
    return PLAN.rest(walk.cameTo(counted.cameTo()));
  }
}
