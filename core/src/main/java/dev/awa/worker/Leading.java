package dev.awa.worker;

import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Leadership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this worker leads. Who does asks each second, which keeps the lead for four more. Who
 * does not asks again when the lead that it was told of can have ended, and at once when it hears
 * that the leader has resigned; where it hears nothing, each second. So two hundred workers ask
 * fifty times a second together, and a lead that is over is taken within half a second.
 *
 * <p>Used by the thread of maintenance, but for {@link #resigned} and {@link #now}.
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
  private long dueNanos = System.nanoTime();
  private volatile @Nullable Lead lead;
  private volatile boolean resigned;

  Leading(Leadership leadership, Identity identity, BooleanSupplier hearing) {
    this.leadership = leadership;
    this.identity = identity;
    this.hearing = hearing;
  }

  /** The worker that led has given up the lead: it may be had. Told by any thread. */
  void resigned() {
    resigned = true;
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
    return resigned || System.nanoTime() - dueNanos >= 0;
  }

  private void ask(Connection connection) throws SQLException {
    resigned = false;
    askAgainIn(RENEWAL); // whatever comes of it
    try {
      Leadership.Term term = leadership.lead(connection, identity.workerId(), LEASE);
      lead = term.mine().orElse(null);
      if (lead == null && hearing.getAsBoolean()) {
        askAgainIn(afterTheEnd(term.left()));
      }
    } catch (SQLException e) {
      if (!Failures.isBlocked(e)) { // else an operator is at a step: who leads stays as it is
        throw e;
      }
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
