package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.event.Event;
import dev.awa.event.TwinsRetired;
import dev.awa.event.TwinsRevived;
import dev.awa.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Retires twins that have come to rest, so that claims need not look at them, and puts those to use
 * again that something came to. To revive is more urgent: runs wait.
 */
final class TwinsChore implements Chore {
  private static final int BATCH = 100;
  private static final Plan PLAN =
      new Plan(
          "twins",
          Duration.ofSeconds(1),
          0,
          BATCH + " lanes",
          Set.of(TwinsRetired.class, TwinsRevived.class));

  /** A snapshot in which nothing is visible. */
  private static final String NOTHING = "1:1:";

  private final Queues queues;
  private final Consumer<? super Event> events;
  private final Pace reviving = new Pace(PLAN.every());
  private final Pace retiring = new Pace(Duration.ofSeconds(5));
  private String then = NOTHING;

  TwinsChore(Engine engine, Consumer<? super Event> events) {
    this.queues = engine.queues();
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    if (reviving.isDue()) {
      List<Integer> revived = queues.reviveLanes(connection, lead);
      if (!revived.isEmpty()) {
        events.accept(new TwinsRevived(revived));
      }
      reviving.took();
    }
    if (retiring.isDue()) {
      Queues.Retired retired = queues.retireLanes(connection, lead, then, BATCH);
      then = retired.next();
      if (!retired.lanes().isEmpty()) {
        events.accept(new TwinsRetired(retired.lanes()));
      }
      retiring.took();
    }
    return PLAN.every();
  }
}
