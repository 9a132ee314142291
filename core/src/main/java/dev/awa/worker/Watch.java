package dev.awa.worker;

import dev.awa.pace.Pace;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;

/**
 * Watches the deadlines of attempts, on a thread of its own, which waits for nothing else: an
 * expired attempt ends as failed, and its handler is interrupted and left to itself. It keeps its
 * permit until its thread comes back. Each second something else is done there that waits for
 * nobody.
 */
final class Watch {
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private final PriorityBlockingQueue<Watched> waiting =
      new PriorityBlockingQueue<>(16, Comparator.comparingLong(Watched::expiresNanos));
  private final Pace tidying = new Pace(Duration.ofSeconds(10));
  private final Loop loop;
  private Runnable eachSecond = () -> {};

  /** An attempt, when it expires, and what is done then. */
  private record Watched(Attempt attempt, long expiresNanos, Runnable expire) {}

  Watch(Events events) {
    loop = new Loop(events, "watch", this::step);
  }

  /** Does this too, each second or more often; said before it starts. */
  void eachSecond(Runnable action) {
    eachSecond = action;
  }

  void start() {
    loop.start();
  }

  Loop loop() {
    return loop;
  }

  void stop(Duration patience) {
    loop.stop(patience);
  }

  /** Watches an attempt that begins now, with a deadline of days at most. */
  void begin(Attempt attempt, Duration deadline, Runnable expire) {
    Watched watched = new Watched(attempt, System.nanoTime() + deadline.toNanos(), expire);
    waiting.add(watched);
    if (watched.equals(waiting.peek())) {
      loop.wake();
    }
  }

  private Duration step() {
    try {
      return endExpired();
    } finally {
      eachSecond.run();
    }
  }

  private Duration endExpired() {
    if (tidying.isDue()) {
      waiting.removeIf(watched -> watched.attempt().hasEnded());
    }
    Watched next = waiting.peek();
    while (next != null && isOver(next)) {
      next.expire().run(); // again when it fails; it does nothing where the attempt has ended
      waiting.remove(next);
      next = waiting.peek();
    }
    return next == null ? LONGEST_REST : rest(next);
  }

  /** Whether nothing is left to wait for: the attempt has ended, or its time has come. */
  private static boolean isOver(Watched watched) {
    return watched.attempt().hasEnded() || watched.expiresNanos() - System.nanoTime() <= 0;
  }

  private static Duration rest(Watched next) {
    Duration rest = Duration.ofNanos(Math.max(1, next.expiresNanos() - System.nanoTime()));
    return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
  }
}
