package dev.awa.maintenance;

import dev.awa.engine.Engine;
import dev.awa.event.Event;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every chore there is. A new one is a class and a line here.
 *
 * <p>They are three groups, each of which has a thread and a connection of its own, because nobody
 * in one must wait for somebody in another: deferred jobs that are due wait for no chore, and dead
 * workers are rescued while millions of runs are carried.
 */
public final class Chores {
  /** The chore that is told when there is something to do. */
  public static final String OPERATIONS = "operations";

  private Chores() {}

  /** Those that have their turns in a circle, in the order of their first turns. */
  public static List<Chore> inTurn(Engine engine, Host host, Consumer<? super Event> events) {
    TalliesChore tallies = new TalliesChore(engine);
    return List.of(
        new WakingChore(engine, host), // first: nobody did so while the last leader fell silent
        new NotificationQueueChore(engine, host, events),
        tallies,
        new RescueChore(engine, host, events, tallies::areBehind),
        new LostWorkersChore(engine, events, tallies::areBehind),
        new SchedulesChore(engine, events),
        new OperationsChore(engine, events),
        new JobIndexChore(engine),
        new CarriedChore(engine, events),
        new PeriodsChore(engine, events),
        new HistoryChore(engine, events),
        new CountsChore(engine, events),
        new UnservedChore(engine, events),
        new StrayKeysChore(engine, events),
        new TwinsChore(engine, events),
        new TimingsChore(engine),
        new DepthsChore(engine));
  }

  /** The one for which others wait: jobs are due at a time. */
  public static Chore promotion(Engine engine, Host host, Consumer<? super Event> events) {
    return new PromotionChore(engine, host, events);
  }

  /** The one that may take minutes. */
  public static Chore ring(Engine engine, Host host, Consumer<? super Event> events) {
    return new RingChore(engine, host, events);
  }
}
