package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Leadership;
import dev.awa.event.Event;
import dev.awa.event.LeadLost;
import dev.awa.event.LeadTaken;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether this worker leads. Who does asks each second, which keeps the lead for four more. Who
 * does not asks again when the lead that it was told of can have ended, and at once when it hears
 * that the leader has resigned; where it hears nothing, each second. So two hundred workers ask
 * fifty times a second together, and a lead that is over is taken within half a second.
 *
 * <p>Used by the thread of maintenance, but for {@link #doubt}, {@link #now} and {@link #isHeld}.
 */
final class Leading {
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final Duration RENEWAL = Duration.ofSeconds(1);

  /** After the end of a lead, at least: two clocks don't tick alike. */
  private static final Duration AFTER = Duration.ofMillis(50);

  /** Those who saw the same lead end don't ask all at once. */
  private static final Duration SPREAD = Duration.ofMillis(400);

  private final Leadership leadership;
  private final Identity identity;
  private final BooleanSupplier hearing;
  private final Consumer<? super Event> events;
  private Runnable onDoubt = () -> {};
  private long sinceNanos;
  private long dueNanos = System.nanoTime();
  private volatile @Nullable Lead lead;
  private volatile boolean doubted;

  Leading(
      Leadership leadership,
      Identity identity,
      BooleanSupplier hearing,
      Consumer<? super Event> events) {
    this.leadership = leadership;
    this.identity = identity;
    this.hearing = hearing;
    this.events = events;
  }

  /** What is woken when it is to be asked at once. */
  void onDoubt(Runnable action) {
    onDoubt = action;
  }

  /**
   * Who leads may be another by now: the leader has given up the lead, or a step of this worker was
   * refused. It is asked at once. Told by any thread.
   */
  void doubt() {
    doubted = true;
    onDoubt.run();
  }

  /** Nothing is done under the lead any more. */
  void ended() {
    become(null);
  }

  /** The lead of this worker; null when another leads. Asks the database when that is due. */
  @Nullable Lead held(Connection connection) throws SQLException {
    if (isDue()) {
      ask(connection);
    }
    return lead;
  }

  /** The lead of this worker, as it was told last; null when another leads. Asked by any thread. */
  @Nullable Lead now() {
    return lead;
  }

  /** Whether the worker led when it asked last. */
  boolean isHeld() {
    return lead != null;
  }

  /** How long until it asks again. */
  Duration rest() {
    return isDue() ? Duration.ZERO : Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
  }

  private boolean isDue() {
    return doubted || System.nanoTime() - dueNanos >= 0;
  }

  private void ask(Connection connection) throws SQLException {
    doubted = false;
    askAgainIn(RENEWAL); // whatever comes of it
    try {
      Leadership.Term term = leadership.lead(connection, identity.workerId(), LEASE);
      become(term.mine().orElse(null));
      if (lead == null && hearing.getAsBoolean()) {
        askAgainIn(afterTheEnd(term.left()));
      }
    } catch (SQLException e) {
      if (!Failures.isBlocked(e)) { // else an operator is at a step: who leads stays as it is
        throw e;
      }
    }
  }

  private void become(@Nullable Lead now) {
    Lead before = lead;
    lead = now;
    if (Objects.equals(before, now)) {
      return;
    }
    if (before != null) {
      Duration lasted = Duration.ofNanos(System.nanoTime() - sinceNanos);
      events.accept(new LeadLost(before.workerId(), before.term(), lasted));
    }
    if (now != null) {
      sinceNanos = System.nanoTime();
      events.accept(new LeadTaken(now.workerId(), now.term()));
    }
  }

  /** No later than if the lead had been taken now, whatever it is said to have left. */
  private static Duration afterTheEnd(Duration left) {
    Duration most = left.compareTo(LEASE) < 0 ? left : LEASE;
    return most.plus(AFTER).plusNanos(ThreadLocalRandom.current().nextLong(SPREAD.toNanos()));
  }

  private void askAgainIn(Duration rest) {
    dueNanos = System.nanoTime() + rest.toNanos();
  }
}
