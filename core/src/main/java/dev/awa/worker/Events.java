package dev.awa.worker;

import dev.awa.JobEvent;
import dev.awa.JobListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the listeners, one after the other on one thread. Holds 10,000; then those who
 * announce wait, but for a worker that shuts down: nobody waits for a listener then.
 */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int CAPACITY = 10_000;
  private static final long FULL_TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Duration LOOKS = Duration.ofMillis(1);

  private final Complaint complaint = new Complaint(LOG, "a listener failed");
  private final String worker;
  private final List<JobListener> listeners;
  private final BlockingQueue<JobEvent> waiting = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(CAPACITY);
  private final AtomicLong fullToldNanos = new AtomicLong(System.nanoTime() - FULL_TOLD_NANOS);
  private volatile @Nullable JobEvent hearing;
  private final Loop loop;

  Events(String worker, List<JobListener> listeners) {
    this.worker = worker;
    this.listeners = List.copyOf(listeners);
    this.loop = new Loop(worker + " events", this::handOut);
  }

  /** Whether nobody listens: events need not be made. */
  boolean unheard() {
    return listeners.isEmpty();
  }

  void start() {
    if (!unheard()) {
      loop.start();
    }
  }

  Loop loop() {
    return loop;
  }

  /** Announces an event; waits while 10,000 others are waiting. */
  void announce(JobEvent event) {
    if (unheard()) {
      return;
    }
    if (!room.tryAcquire()) {
      tellFull();
      room.acquireUninterruptibly();
    }
    waiting.add(event);
  }

  private void tellFull() {
    long now = System.nanoTime();
    long last = fullToldNanos.get();
    if (now - last >= FULL_TOLD_NANOS && fullToldNanos.compareAndSet(last, now)) {
      JobEvent heard = hearing;
      LOG.warn(
          "{}: {} events wait to be heard; until a listener comes back nothing is begun and no"
              + " ending is stored; {}",
          worker,
          CAPACITY,
          heard == null ? "none was told of any" : "they were told last that " + words(heard));
    }
  }

  /** No more of it: what a handler has thrown may throw when it is asked for words. */
  private static String words(JobEvent event) {
    return "job " + event.job().id() + " was " + event.getClass().getSimpleName();
  }

  private Duration handOut() throws InterruptedException {
    JobEvent event = waiting.poll(100, TimeUnit.MILLISECONDS);
    while (event != null) {
      room.release();
      hearing = event;
      tell(event);
      event = waiting.poll();
    }
    return Duration.ZERO;
  }

  private void tell(JobEvent event) {
    for (JobListener listener : listeners) {
      try {
        Thread.currentThread().setContextClassLoader(Handlers.loaderOf(listener));
        listener.onEvent(event);
      } catch (Throwable e) {
        complaint.about(e);
      }
    }
  }

  /** The worker shuts down: nobody waits for room any more. */
  void lastCall() {
    room.release(Integer.MAX_VALUE / 2);
  }

  /** Hands out what is waiting and ends; a listener that does not come back is left to itself. */
  void stop(Duration patience) {
    if (unheard()) {
      return;
    }
    long until = Bounds.after(patience);
    while (!waiting.isEmpty() && System.nanoTime() - until < 0 && !loop.isCaller()) {
      Undisturbed.rest(LOOKS);
    }
    if (!loop.stop(Bounds.until(until)) && !loop.isCaller()) {
      LOG.warn(
          "{}: a listener has not come back within {} s; it is left to itself, and {} events were"
              + " not heard",
          worker,
          patience.toSeconds(),
          waiting.size());
    }
  }
}
