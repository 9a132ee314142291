package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.event.CarriedSwept;
import dev.awa.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Takes finished rows out of the carry partitions. */
final class CarriedChore implements Chore {
  private static final Plan PLAN =
      new Plan("carried", Deleting.EVERY, 0, Deleting.BOUND, Set.of(CarriedSwept.class));

  private final Ring ring;
  private final Consumer<? super Event> events;

  CarriedChore(Engine engine, Consumer<? super Event> events) {
    this.ring = engine.ring();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    long rows = ring.sweepCarry(connection, lead, Deleting.ROWS);
    if (rows > 0) {
      events.accept(new CarriedSwept(rows, Duration.ofNanos(System.nanoTime() - begun)));
    }
    return Deleting.rest(rows);
  }
}
