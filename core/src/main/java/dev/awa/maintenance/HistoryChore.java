package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.History;
import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.event.HistoryPurged;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Deletes history that was kept for its time. */
final class HistoryChore implements Chore {
  private static final Plan PLAN =
      new Plan("history", Deleting.EVERY, 0, Deleting.BOUND, Set.of(HistoryPurged.class));

  private final History history;
  private final Consumer<? super Event> events;

  HistoryChore(Engine engine, Consumer<? super Event> events) {
    this.history = engine.history();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    History.Purged purged = history.purge(connection, lead, Deleting.ROWS);
    if (purged.jobs() > 0) {
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      events.accept(new HistoryPurged(purged.jobs(), purged.deadLetters(), took));
    }
    return Deleting.rest(purged.jobs());
  }
}
