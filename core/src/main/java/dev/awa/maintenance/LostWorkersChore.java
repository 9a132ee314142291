package dev.awa.maintenance;

import dev.awa.engine.Deaths;
import dev.awa.engine.Deaths.Lost;
import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.event.UnknownWorkerFound;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks for workers that nobody knows and that have runs open: they are dead, then. Not while the
 * tallies are behind: it would read all that they have not passed.
 */
final class LostWorkersChore implements Chore {
  private static final Plan PLAN =
      new Plan(
          "lost workers",
          Duration.ofSeconds(30),
          Plan.SPARINGLY,
          Walk.LANES + " lanes",
          Set.of(UnknownWorkerFound.class));

  private final Deaths deaths;
  private final Consumer<? super Event> events;
  private final BooleanSupplier talliesBehind;
  private final Walk walk = new Walk();

  LostWorkersChore(Engine engine, Consumer<? super Event> events, BooleanSupplier talliesBehind) {
    this.deaths = engine.deaths();
    this.events = events;
    this.talliesBehind = talliesBehind;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    return PLAN.rest(talliesBehind.getAsBoolean() || find(connection, lead));
  }

  /** Looks in the next lanes; whether there are others. */
  private boolean find(Connection connection, Lead lead) throws SQLException {
    Lost found = deaths.declareLost(connection, lead, walk.after(), Walk.LANES);
    found.workers().forEach(lost -> events.accept(new UnknownWorkerFound(lost)));
    return walk.cameTo(found.cameTo());
  }
}
