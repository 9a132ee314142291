package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.event.ChoreDone;
import dev.awa.event.Event;
import dev.awa.maintenance.Chore;
import dev.awa.pace.Setback;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * When a chore has its turns, and what follows when one fails. It fails alone: it is tried again
 * after a back-off, a second at first and at most a minute, and the others have their turn. Only
 * where the connection or the lead is lost nobody has a turn any more. Each turn is timed and
 * announced.
 */
final class Turns {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

  private final Chore chore;
  private final Consumer<? super Event> events;
  private final Setback setback;
  private long dueNanos = System.nanoTime();

  /** The first turn is due at once. */
  Turns(Chore chore, Consumer<? super Event> events) {
    this.chore = chore;
    this.events = events;
    this.setback =
        new Setback(events, "maintenance, " + chore.plan().name(), FIRST_BACKOFF, LONGEST_BACKOFF);
  }

  /** What the chore is called. */
  String name() {
    return chore.plan().name();
  }

  /** Whether its last turn failed. */
  boolean isFailing() {
    return setback.isFailing();
  }

  boolean isDue() {
    return rest().isZero();
  }

  /** How long until the next is due. */
  Duration rest() {
    return Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
  }

  /** Makes the next due at once, unless the last has failed. */
  void hurry() {
    if (!setback.isFailing()) {
      dueNanos = System.nanoTime();
    }
  }

  /**
   * The chore has a turn.
   *
   * @throws SQLException when nobody can have a turn on this connection, or under this lead
   */
  void take(Connection connection, Lead lead) throws SQLException {
    try {
      long begun = System.nanoTime();
      Duration rest = chore.turn(connection, lead);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      setback.worked();
      restFor(longer(rest, took.multipliedBy(chore.plan().share())));
      events.accept(new ChoreDone(chore.plan().name(), took));
    } catch (SQLException e) {
      if (Failures.isNotLeading(e)) {
        throw e;
      }
      failed(e);
      if (Session.isLost(connection, e)) {
        throw e;
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(Exception failure) {
    setback.failed(failure);
    restFor(setback.rest());
  }

  private void restFor(Duration rest) {
    dueNanos = System.nanoTime() + rest.toNanos();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
