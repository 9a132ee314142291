package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.UniqueKeys;
import dev.awa.event.Event;
import dev.awa.event.KeysLetGo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** Lets go of unique keys whose period is over. */
final class PeriodsChore implements Chore {
  private static final Plan PLAN =
      new Plan("periods", Deleting.EVERY, 0, Deleting.BOUND, Set.of(KeysLetGo.class));

  private final UniqueKeys uniqueKeys;
  private final Consumer<? super Event> events;

  PeriodsChore(Engine engine, Consumer<? super Event> events) {
    this.uniqueKeys = engine.uniqueKeys();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long keys = uniqueKeys.letGoPeriods(connection, Deleting.ROWS);
    if (keys > 0) {
      events.accept(new KeysLetGo(keys, KeysLetGo.Term.PERIOD));
    }
    return Deleting.rest(keys);
  }
}
