package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.ReadyLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Summarizes what was appended since in the index by which runs are found by job. */
final class JobIndexChore implements Chore {
  private static final Plan PLAN =
      new Plan("index by job", Duration.ofSeconds(5), 0, "what came since", Set.of());

  private final ReadyLog readyLog;

  JobIndexChore(Engine engine) {
    this.readyLog = engine.readyLog();
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    readyLog.summarize(connection);
    return PLAN.every();
  }
}
