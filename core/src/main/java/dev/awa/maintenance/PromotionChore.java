package dev.awa.maintenance;

import dev.awa.engine.DeferredJobs;
import dev.awa.engine.DeferredJobs.Promotion;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Sleepers;
import dev.awa.engine.Sleepers.Way;
import dev.awa.event.Event;
import dev.awa.event.JobsPromoted;
import dev.awa.event.RowsUnreadable;
import dev.awa.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves deferred jobs that are due into the ready log, a bounded batch at each step.
 *
 * <p>It rests until the next job is due, a second at most, and is notified of jobs that come
 * meanwhile and are due before that. While it moves more than 100 a second, or more than may be
 * notified ({@link Host#notifiable}), it says that it is awake and looks every 10 ms instead:
 * notifying makes commits queue up behind each other. Without notifications it looks every 200 ms.
 *
 * <p>It looks from where it came to last time, less ten seconds for transactions that committed
 * late, and now and then from the beginning: otherwise the dead index entries of what it moved
 * before would make every step slower while somebody pins the horizon.
 */
final class PromotionChore implements Chore {
  private static final Duration AWAKE = Duration.ofMillis(10);
  private static final Duration DEAF = Duration.ofMillis(200);
  private static final Duration SHORTEST_REST = Duration.ofMillis(1);
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration OVERLAP = Duration.ofSeconds(10);
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int WAKING_RATE = 100;
  private static final int BATCH = 1000;
  private static final Plan PLAN =
      new Plan(
          "promotion",
          Duration.ofSeconds(1),
          0,
          BATCH + " jobs",
          Set.of(JobsPromoted.class, RowsUnreadable.class));

  /** How the queue is called for which the promoter sleeps: no queue can have that name. */
  private static final List<String> NO_QUEUE = List.of("");

  private final DeferredJobs deferredJobs;
  private final Sleepers sleepers;
  private final Host host;
  private final Consumer<? super Event> events;
  private final Pace sweep = new Pace(SWEEP);
  private @Nullable Instant watermark;
  private long windowNanos = System.nanoTime();
  private int promotedInWindow;
  private boolean asleep;
  private long toldAsWorker;

  PromotionChore(Engine engine, Host host, Consumer<? super Event> events) {
    this.deferredJobs = engine.deferredJobs();
    this.sleepers = engine.sleepers();
    this.host = host;
    this.events = events;
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  /** Moves a batch. */
  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    long begun = System.nanoTime();
    Promotion promotion = promote(connection);
    if (promotion.promoted() > 0) {
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      events.accept(new JobsPromoted(promotion.promoted(), took, late(promotion)));
    }
    promotedInWindow += promotion.promoted();
    if (promotion.promoted() == BATCH) {
      return Duration.ZERO;
    }
    if (!host.isHearing()) {
      return atMost(DEAF, promotion.rest());
    }
    if (fallsAsleep(connection)) {
      return Duration.ZERO; // looks once more
    }
    return atMost(asleep ? promotion.rest() : AWAKE, promotion.rest());
  }

  private static Duration late(Promotion promotion) {
    return promotion.rest().isNegative() ? promotion.rest().negated() : Duration.ZERO;
  }

  private Promotion promote(Connection connection) throws SQLException {
    boolean fromBeginning = sweep.isDue();
    Instant from = fromBeginning || watermark == null ? null : watermark.minus(OVERLAP);
    Promotion promotion = promote(connection, from);
    if (fromBeginning) {
      sweep.took();
    }
    watermark = promotion.upTo();
    return promotion;
  }

  /** A job that can't be read goes on without what is lost, and ends as soon as it is claimed. */
  private Promotion promote(Connection connection, @Nullable Instant from) throws SQLException {
    try {
      return deferredJobs.promote(connection, BATCH, from);
    } catch (SQLException e) {
      if (!Failures.isOfDamage(e)) {
        throw e;
      }
      // twice as many, should some be locked, which a promotion passes over
      Map<Long, String> unreadable = deferredJobs.unreadable(connection, 2 * BATCH, from);
      if (unreadable.isEmpty()) {
        throw e;
      }
      events.accept(
          new RowsUnreadable(
              unreadable,
              "deferred jobs can't be promoted as they are, for some can't be read (by id): "
                  + unreadable
                  + ". They go on without what is lost: "
                  + Event.line(e)));
      return deferredJobs.promote(connection, BATCH, from, unreadable);
    }
  }

  /** Once a second: wakes up when there were many jobs, falls asleep when there were few. */
  private boolean fallsAsleep(Connection connection) throws SQLException {
    long now = System.nanoTime();
    if (now - windowNanos <= SECOND_NANOS) {
      return false;
    }
    boolean sleeping = promotedInWindow <= Math.min(WAKING_RATE, host.notifiable());
    windowNanos = now;
    promotedInWindow = 0;
    long worker = host.workerId();
    if (asleep == sleeping && toldAsWorker == worker) {
      return false;
    }
    sleepers.say(connection, worker, sleeping ? Way.SLEEPS : Way.AWAKE, NO_QUEUE);
    asleep = sleeping;
    toldAsWorker = worker;
    return sleeping;
  }

  private static Duration atMost(Duration longest, Duration rest) {
    Duration shorter = rest.compareTo(longest) < 0 ? rest : longest;
    return shorter.compareTo(SHORTEST_REST) > 0 ? shorter : SHORTEST_REST;
  }
}
