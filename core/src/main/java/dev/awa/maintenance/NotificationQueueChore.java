package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Sleepers;
import dev.awa.event.Event;
import dev.awa.event.NotificationQueueEmpties;
import dev.awa.event.NotificationQueueFills;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks how full the notification queue of the cluster is, and announces once that it is half full,
 * and once that it is over: meanwhile nobody notifies, and idle workers find jobs by polling alone.
 */
final class NotificationQueueChore implements Chore {
  /** From here on the statements that would notify don't. */
  private static final double HALF = 0.5;

  /** It is over when it is well below, so that it is not told again and again. */
  private static final double OVER = 0.4;

  private final Sleepers sleepers;
  private final Consumer<? super Event> events;
  private final Plan plan;
  private boolean told;

  NotificationQueueChore(Engine engine, Host host, Consumer<? super Event> events) {
    this.sleepers = engine.sleepers();
    this.events = events;
    this.plan =
        new Plan(
            "notification queue",
            host.idlePoll(),
            Plan.SPARINGLY,
            "one look",
            Set.of(NotificationQueueFills.class, NotificationQueueEmpties.class));
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    judge(sleepers.notificationQueue(connection));
    return plan.every();
  }

  void judge(double share) {
    if (!told && share >= HALF) {
      told = true;
      events.accept(new NotificationQueueFills(share));
    } else if (told && share < OVER) {
      told = false;
      events.accept(new NotificationQueueEmpties(share));
    }
  }
}
