package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether virtual threads that wait for a time go on when it is over. The JVM has one thread that
 * wakes them all (JDK 25: {@code ForkJoinPool-1-delayScheduler}); once that has ended, when there
 * was no memory, handlers that sleep never wake, and nothing else tells.
 *
 * <p>Every ten seconds a virtual thread takes a nap of a millisecond. If it has not woken after ten
 * seconds, another one is started that does not wait. If that one runs, there are processors, so it
 * is the timer that is missing: ten seconds later there is an obstacle. It is over if the first
 * wakes all the same. Used by one thread.
 */
final class VirtualTimers {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PATIENCE_NANOS = PATIENCE.toNanos();
  private static final long NAP_NANOS = Duration.ofMillis(1).toNanos();
  private static final String WORDS =
      "virtual threads that wait for a time are never woken, which handlers rely on: the JVM's"
          + " timer of virtual threads has ended, as it does when there is no memory";

  private final LongSupplier nanoTime;
  private final Consumer<Runnable> threads;
  private final Runnable nap;
  private @Nullable Probe probe;

  VirtualTimers() {
    this(System::nanoTime, Thread.ofVirtual()::start, () -> LockSupport.parkNanos(NAP_NANOS));
  }

  /**
   * Nothing is known yet.
   *
   * @param nanoTime what the time is, in nanoseconds
   * @param threads runs something on a virtual thread
   * @param nap waits for a moment
   */
  VirtualTimers(LongSupplier nanoTime, Consumer<Runnable> threads, Runnable nap) {
    this.nanoTime = nanoTime;
    this.threads = threads;
    this.nap = nap;
  }

  /** A moment that comes once, told by another thread. */
  private final class Moment {
    private volatile boolean here;
    private volatile long nanos;

    void isNow() {
      nanos = nanoTime.getAsLong();
      here = true;
    }

    boolean isLongAgo() {
      return here && nanoTime.getAsLong() - nanos >= PATIENCE_NANOS;
    }
  }

  /** A thread that takes a nap, and one that takes none. */
  private final class Probe {
    private final Moment began = new Moment();
    private final Moment othersRan = new Moment();
    private volatile boolean woke;
    private boolean othersAsked;

    void start() {
      threads.accept(() -> {
        try {
          began.isNow();
          nap.run();
        } finally {
          woke = true; // also when there was no memory for a nap
        }
      });
    }

    void askOthers() {
      threads.accept(othersRan::isNow);
      othersAsked = true;
    }
  }

  /** That they do not, in words; null when they do, or when nobody can tell. */
  @Nullable String obstacle() {
    Probe last = probe;
    if (last == null || (last.woke && last.began.isLongAgo())) {
      Probe next = new Probe();
      next.start();
      probe = next;
      return null;
    }
    if (last.woke || !last.began.isLongAgo()) {
      return null;
    }
    if (!last.othersAsked) {
      last.askOthers();
    }
    return last.othersRan.isLongAgo() && !last.woke ? WORDS : null;
  }
}
