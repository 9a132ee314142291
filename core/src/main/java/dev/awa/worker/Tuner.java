package dev.awa.worker;

import dev.awa.QueueSettings;
import dev.awa.engine.Descriptors;
import dev.awa.engine.Descriptors.Said;
import dev.awa.engine.Policies;
import dev.awa.engine.Workers;
import dev.awa.event.SettingsTaken;
import dev.awa.event.StepFailed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Looks what is set of the queues of a worker, takes what has changed, and says with what the
 * worker runs them. It looks when it is told that something was set, every five seconds in case
 * that was not heard, and twice a second where nothing is heard. Used by the thread of the claimer,
 * but for {@link #told}.
 */
final class Tuner {
  private static final Duration HEARING = Duration.ofSeconds(5);
  private static final Duration DEAF = Duration.ofMillis(500);
  private static final long DESCRIBED_NANOS = Duration.ofHours(1).toNanos();

  /** No worker has this id. */
  private static final long NOBODY = Long.MIN_VALUE;

  private final Policies policies;
  private final Workers workers;
  private final Identity identity;
  private final Events events;
  private final Tuning tuning;
  private final Session session;
  private final Map<String, Permits> queues;
  private final List<String> names;
  private final BooleanSupplier hearing;
  private volatile boolean told;
  private long dueNanos = System.nanoTime();
  private final Descriptors descriptors;
  private final List<Said> described;
  private final String name;
  private long saidAsWorker = NOBODY;
  private long describedNanos = System.nanoTime() - DESCRIBED_NANOS;

  /**
   * It has not looked yet.
   *
   * @param described what the worker says of queues and kinds
   */
  Tuner(
      Scope scope,
      Session session,
      Map<String, Permits> queues,
      List<Said> described,
      BooleanSupplier hearing) {
    this.descriptors = scope.engine().descriptors();
    this.described = described;
    this.name = scope.config().name();
    this.policies = scope.engine().policies();
    this.workers = scope.engine().workers();
    this.identity = scope.identity();
    this.events = scope.events();
    this.tuning = scope.tuning();
    this.session = session;
    this.queues = queues;
    this.names = List.copyOf(queues.keySet());
    this.hearing = hearing;
  }

  /** Something was set of some queue. */
  void told() {
    told = true;
  }

  /** How long until it looks again. */
  Duration rest() {
    return told ? Duration.ZERO : Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
  }

  void lookIfDue() throws SQLException {
    if (rest().isZero() || saidAsWorker != identity.workerId()) {
      look();
    }
  }

  private void look() throws SQLException {
    told = false; // what is set from here on is told again
    Duration every = hearing.getAsBoolean() ? HEARING : DEAF;
    dueNanos = System.nanoTime() + every.toNanos();
    Map<String, QueueSettings> set =
        session.call(connection -> policies.settings(connection, names));
    List<String> changed = tuning.take(set);
    changed.forEach(this::take);
    long worker = identity.workerId();
    if (!changed.isEmpty() || saidAsWorker != worker) {
      say(worker);
    }
    if (!described.isEmpty() && System.nanoTime() - describedNanos >= DESCRIBED_NANOS) {
      describe();
    }
  }

  /** That this fails keeps nobody from claiming: it is tried again in an hour. */
  private void describe() {
    describedNanos = System.nanoTime();
    try {
      session.call(connection -> {
        descriptors.declare(connection, described, name);
        return true;
      });
    } catch (SQLException e) {
      events.accept(new StepFailed("descriptors", 1, e, false));
    }
  }

  private void take(String queue) {
    Permits permits = queues.get(queue);
    if (permits != null) {
      permits.resize(tuning.concurrency(queue));
    }
    events.accept(new SettingsTaken(queue, tuning.concurrency(queue), tuning.told(queue)));
  }

  private void say(long worker) throws SQLException {
    saidAsWorker = NOBODY; // as long as it is not known whether this has come through
    session.call(connection -> {
      workers.runsWith(connection, worker, tuning.all());
      return true;
    });
    saidAsWorker = worker;
  }
}
