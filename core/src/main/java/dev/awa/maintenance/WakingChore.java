package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Sleepers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Wakes workers that sleep though runs wait that nobody told them of. */
final class WakingChore implements Chore {
  private final Sleepers sleepers;
  private final Plan plan;

  WakingChore(Engine engine, Host host) {
    this.sleepers = engine.sleepers();
    this.plan =
        new Plan("waking", host.idlePoll(), Plan.SPARINGLY, "two workers a queue", Set.of());
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    sleepers.wakeWaiting(connection);
    return plan.every();
  }
}
