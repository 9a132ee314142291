package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named thread that repeats a step. The step says how long to rest afterwards; {@link #wake} ends
 * the rest. A step that throws is tried again after a back-off with jitter, 100 ms at first and at
 * most 5 s; what the log is told of it is a matter of {@link Trouble}.
 */
final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

  /** One turn of the loop. */
  interface Step {
    /** Does its work and says how long to rest; zero for not at all. */
    Duration run() throws Exception;
  }

  private final Step step;
  private final Trouble trouble;
  private final Duration longestBackoff;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private volatile boolean closed;
  private int failures;

  Loop(String name, Step step) {
    this(name, step, LONGEST_BACKOFF);
  }

  Loop(String name, Step step, Duration longestBackoff) {
    this.longestBackoff = longestBackoff;
    this.step = step;
    this.trouble = new Trouble(LOG, name);
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::repeat);
  }

  void start() {
    thread.start();
  }

  /** Ends the rest of the step, or the next one when the step is at work. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the loop after the step at work and waits for it, at most this long. */
  boolean stop(Duration patience) throws InterruptedException {
    closed = true;
    wake();
    if (Thread.currentThread().threadId() != thread.threadId()) {
      thread.join(patience);
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
      rest(turn());
    }
  }

  private Duration turn() {
    try {
      Duration rest = step.run();
      failures = 0;
      trouble.worked(System.nanoTime());
      return rest;
    } catch (Exception | Error e) {
      return failed(e);
    }
  }

  private void rest(Duration duration) {
    lock.lock();
    try {
      long nanos = TimeUnit.NANOSECONDS.convert(duration); // however long it is
      while (!woken && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      woken = false;
    } catch (InterruptedException e) {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private Duration failed(Throwable failure) {
    if (closed) {
      return Duration.ZERO; // whoever stopped the loop broke off what it was waiting for
    }
    failures++;
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
