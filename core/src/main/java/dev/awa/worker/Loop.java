package dev.awa.worker;

import dev.awa.event.Event;
import dev.awa.pace.Trouble;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A named thread that repeats a step. The step says how long to rest afterwards; {@link #wake} ends
 * the rest. A step that throws, whatever it throws, is tried again after a back-off with jitter,
 * 100 ms at first and at most 5 s; what is announced of it is a matter of {@link Trouble}.
 *
 * <p>A loop ends by {@link #stop} and {@link #close} only: neither by an interrupt nor by an error,
 * also while it deals with another. It waits for no lock, and neither a rest nor a wake takes
 * memory: a thread that runs out of memory amid a lock can leave the lock to nobody.
 *
 * <p>A loop whose class can't be used is of no more use all the same: the JVM never tries again to
 * initialize a class that could not be, when there was no memory, say.
 */
final class Loop implements AutoCloseable {
  static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final long FALL_NANOS = Duration.ofMillis(100).toNanos();

  /** So many turns in a row that miss a class: the next will miss it too. */
  private static final int HOPELESS = 5;

  /** One turn of the loop. */
  interface Step {
    /** Does its work and says how long to rest; zero for not at all. */
    Duration run() throws Exception;
  }

  private final Step step;
  private final Trouble trouble;
  private final Duration longestBackoff;
  private final Thread thread;
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean started;
  private volatile boolean closed;
  private int failures;
  private int withoutClass;
  private volatile @Nullable LinkageError missed;

  Loop(String worker, String part, Consumer<? super Event> events, Step step) {
    this(worker, part, events, step, LONGEST_BACKOFF, Loop::thread);
  }

  Loop(Events events, String part, Step step) {
    this(events.worker(), part, events, step);
  }

  /**
   * A loop that does not run yet.
   *
   * @param part what it is, after the name of the worker
   * @param longestBackoff the longest pause after a failure
   * @param threads makes the thread of a name
   */
  Loop(
      String worker,
      String part,
      Consumer<? super Event> events,
      Step step,
      Duration longestBackoff,
      BiFunction<String, Runnable, Thread> threads) {
    this.longestBackoff = longestBackoff;
    this.step = step;
    this.trouble = new Trouble(events, part);
    this.thread = threads.apply(worker + " " + part, this::repeat);
  }

  /** A thread of the worker's own: it knows nothing of whoever starts it. */
  static Thread thread(String name, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name(name)
        .unstarted(task);
  }

  void start() {
    thread.start();
    started = true;
  }

  String name() {
    return thread.getName();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Why it does nothing though it should be at work, in words; null when it does, or may again. */
  @Nullable String obstacle() {
    if (!started || closed) {
      return null;
    }
    LinkageError failure = missed;
    return thread.isAlive() && failure == null
        ? null
        : "its thread \"" + name() + "\" " + (failure == null ? "has ended" : words(failure));
  }

  private static String words(LinkageError failure) {
    return "misses a class, which it will always do (" + Event.line(failure) + ")";
  }

  /** Whether it was told to end. */
  boolean isClosed() {
    return closed;
  }

  /** Whether the calling thread is the loop's. */
  boolean isCaller() {
    return Thread.currentThread().threadId() == thread.threadId();
  }

  /** Ends the rest of the step, or the next one when the step is at work. */
  void wake() {
    woken.set(true);
    LockSupport.unpark(thread);
  }

  /** Ends the loop after the step at work and waits for it, at most this long. */
  boolean stop(Duration patience) {
    closed = true;
    wake();
    if (!isCaller() && thread.isAlive()) {
      Undisturbed.within(patience, thread::join);
    }
    return !thread.isAlive();
  }

  /** Ends the loop without waiting for the step at work. */
  @Override
  public void close() {
    closed = true;
    wake();
  }

  private void repeat() {
    while (!closed) {
      try {
        try {
          rest(turn());
        } catch (Throwable e) {
          LockSupport.parkNanos(FALL_NANOS); // not even a failure could be dealt with
        }
      } catch (Throwable worse) {
        // nor is there memory for a rest; a call of anything could throw here
      }
    }
  }

  private Duration turn() {
    Thread.interrupted(); // by whoever: it ends nothing here
    try {
      Duration rest = step.run();
      failures = 0;
      withoutClass = 0;
      missed = null;
      trouble.worked(System.nanoTime());
      return rest;
    } catch (Throwable e) {
      return failed(e);
    }
  }

  /** An interrupt ends the rest too, and no more than that. */
  private void rest(Duration duration) {
    long nanos = TimeUnit.NANOSECONDS.convert(duration); // however long it is
    long begunNanos = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begunNanos)) {
      if (woken.get() || closed || Thread.interrupted()) {
        break;
      }
      LockSupport.parkNanos(this, left);
    }
    woken.getAndSet(false); // reads it too: what was done before the wake is seen from here on
  }

  private Duration failed(Throwable failure) {
    if (closed) {
      return Duration.ZERO; // whoever stopped the loop broke off what it was waiting for
    }
    failures++;
    withoutClass = failure instanceof LinkageError ? withoutClass + 1 : 0;
    missed = withoutClass >= HOPELESS ? (LinkageError) failure : null;
    trouble.failed(failure, System.nanoTime());
    return backoff(failures);
  }

  private Duration backoff(int failures) {
    long millis =
        Math.min(longestBackoff.toMillis(), FIRST_BACKOFF.toMillis() << Math.min(10, failures - 1));
    long jittered = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    return Duration.ofNanos(TimeUnit.MILLISECONDS.toNanos(jittered));
  }
}
