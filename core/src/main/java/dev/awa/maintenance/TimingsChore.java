package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.TimingLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** Makes sums of what workers have measured, the longer the older it is. */
final class TimingsChore implements Chore {
  /** About 65 ms where waits and runs fill eight buckets each, more where they fill more. */
  private static final int ROWS = 2000;

  /**
   * More than other chores have: fifty workers may append 500 rows a second. With this share about
   * 5,000 are summed in a second; what is more than that waits, and takes room.
   */
  private static final int SHARE = 5;

  private static final Plan PLAN =
      new Plan("timings", Duration.ofSeconds(10), SHARE, ROWS + " rows", Set.of());

  private final TimingLog timings;

  TimingsChore(Engine engine) {
    this.timings = engine.timings();
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    return PLAN.rest(timings.fold(connection, lead, ROWS));
  }
}
