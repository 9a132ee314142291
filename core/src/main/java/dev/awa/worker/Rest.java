package dev.awa.worker;

import dev.awa.engine.Workers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * How long a claimer rests between two looks for work, and whether producers are asked to notify
 * it.
 *
 * <p>Normally the worker is <em>asleep</em>: producers notify it, and it looks now and then all the
 * same. Notifying makes producers' commits queue up behind each other, so a worker that claims more
 * than 1000 runs a second says that it is awake and looks every 2 ms instead, until it has found
 * nothing for 100 ms. Whoever falls asleep looks once more after saying so.
 */
final class Rest {
  private static final Duration AWAKE = Duration.ofMillis(2);
  private static final long STAYS_AWAKE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int WAKING_RATE = 1000;
  private static final int WORTH_NO_REST = 64;
  private static final int LOOKS_SHARE = 150;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Workers workers;
  private final Identity identity;
  private final List<String> queues;
  private final BooleanSupplier hearing;
  private final WorkerConfig config;
  private long lastWorkNanos = System.nanoTime();
  private long windowNanos = lastWorkNanos;
  private int claimedInWindow;
  private volatile boolean asleep;
  private long toldAsWorker;

  Rest(
      Workers workers,
      Identity identity,
      List<String> queues,
      BooleanSupplier hearing,
      WorkerConfig config) {
    this.workers = workers;
    this.identity = identity;
    this.queues = queues;
    this.hearing = hearing;
    this.config = config;
  }

  /** Whether the worker has said that it is to be notified. */
  boolean isAsleep() {
    return asleep;
  }

  /**
   * After a look that found something.
   *
   * @param emptied whether nothing else was ready: whoever comes later notifies those who are
   *     asleep
   */
  Duration afterWork(Session session, int claimed, boolean emptied) throws SQLException {
    long now = System.nanoTime();
    lastWorkNanos = now;
    claimedInWindow += claimed;
    if (now - windowNanos > SECOND_NANOS) {
      if (asleep && claimedInWindow > WAKING_RATE) {
        tell(session, false);
      }
      windowNanos = now;
      claimedInWindow = 0;
    }
    if (!asleep) {
      return claimed < WORTH_NO_REST ? AWAKE : Duration.ZERO;
    }
    return emptied && isTold() ? config.poll() : Duration.ZERO;
  }

  /** After a look that found nothing and took some time. */
  Duration afterNothing(Session session, long lookNanos) throws SQLException {
    if (!hearing.getAsBoolean()) {
      return config.poll();
    }
    long idleNanos = System.nanoTime() - lastWorkNanos;
    if (!asleep || !isTold()) {
      if (isTold() && idleNanos < STAYS_AWAKE_NANOS) {
        return AWAKE;
      }
      tell(session, true);
      return Duration.ZERO;
    }
    return longer(asleepFor(idleNanos), lookNanos);
  }

  /**
   * Looking at a thousand idle queues takes long: it must not take more than a share of the time.
   */
  private static Duration longer(Duration rest, long lookNanos) {
    Duration fair = Duration.ofNanos(lookNanos * LOOKS_SHARE);
    if (fair.compareTo(rest) < 0) {
      return rest;
    }
    return fair.compareTo(LONGEST) < 0 ? fair : LONGEST;
  }

  private Duration asleepFor(long idleNanos) {
    if (idleNanos < 10 * SECOND_NANOS) {
      return config.poll();
    }
    Duration longer = config.poll().multipliedBy(idleNanos < 60 * SECOND_NANOS ? 5 : 50);
    return longer.compareTo(config.idlePoll()) < 0 ? longer : config.idlePoll();
  }

  /** Whether the database was told of the worker, by the id that it goes by. */
  private boolean isTold() {
    return toldAsWorker == identity.workerId();
  }

  private void tell(Session session, boolean sleeping) throws SQLException {
    long worker = identity.workerId();
    session.call(connection -> {
      workers.sleep(connection, worker, sleeping, queues);
      return sleeping;
    });
    asleep = sleeping;
    toldAsWorker = worker;
  }
}
