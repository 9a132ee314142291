package dev.awa.worker;

import dev.awa.JobEvent;
import dev.awa.JobListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the listeners, one after the other on one thread. Holds 10,000; then those who
 * announce wait.
 */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int CAPACITY = 10_000;

  private final Complaint complaint = new Complaint(LOG, "a listener failed");
  private final List<JobListener> listeners;
  private final BlockingQueue<JobEvent> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final Loop loop;

  Events(String worker, List<JobListener> listeners) {
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

  /** Announces an event; waits while 10,000 others are waiting. */
  void announce(JobEvent event) {
    if (unheard()) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        waiting.put(event);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration handOut() throws InterruptedException {
    JobEvent event = waiting.poll(100, TimeUnit.MILLISECONDS);
    while (event != null) {
      tell(event);
      event = waiting.poll();
    }
    return Duration.ZERO;
  }

  private void tell(JobEvent event) {
    for (JobListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException | Error e) {
        complaint.about(e);
      }
    }
  }

  /** Hands out what is waiting and ends. */
  void stop(Duration patience) throws InterruptedException {
    if (unheard()) {
      return;
    }
    long until = System.nanoTime() + patience.toNanos();
    while (!waiting.isEmpty() && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    loop.stop(patience);
  }
}
