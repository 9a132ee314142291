package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.engine.TimingLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what queues hold, once a minute. */
final class DepthsChore implements Chore {
  private static final int QUEUES = 200;

  /** Less than a minute, so that no minute is left out; twice in one is written down once. */
  private static final Plan PLAN =
      new Plan("depths", Duration.ofSeconds(55), Plan.SPARINGLY, QUEUES + " queues", Set.of());

  private final TimingLog timings;
  private final Queues queues;
  private @Nullable Instant minute;
  private String after = "";

  DepthsChore(Engine engine) {
    this.timings = engine.timings();
    this.queues = engine.queues();
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    List<String> names = queues.names(connection, after, QUEUES);
    boolean more = names.size() == QUEUES;
    Instant at = timings.sample(connection, lead, minute, names);
    minute = more ? at : null;
    after = more ? names.getLast() : "";
    return PLAN.rest(more);
  }
}
