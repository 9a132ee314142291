package dev.awa.worker;

import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.event.JobEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands the events of a worker to its listeners, the first of which is the log. Whoever announces
 * an event waits for nobody, and nothing is thrown at it: each listener has a {@link Delivery}.
 */
final class Events implements Consumer<Event> {
  private static final Complaint COMPLAINT = new Complaint(Events.class, "a listener failed");

  /** For what there is to tell of those that did not come back. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final String worker;
  private final List<Delivery<?>> deliveries = new ArrayList<>();
  private final boolean jobsHeard;
  private final Troubles troubles = new Troubles();

  /** A listener and what it hears. */
  record Heard<E extends Event>(Class<E> type, EventListener<? super E> listener) {
    private Delivery<E> delivery(Events events, int number) {
      return new Delivery<>(
          events.worker, "events " + number, number, type::isInstance, type, listener, events);
    }

    /** Tells the listener of an event on this thread, if it hears such; throws nothing. */
    void hearHere(Event event) {
      if (type.isInstance(event)) {
        try {
          listener.onEvent(type.cast(event));
        } catch (Throwable e) {
          COMPLAINT.about(e);
        }
      }
    }
  }

  Events(String worker, List<Heard<?>> heard) {
    this.worker = worker;
    LogListener log = new LogListener(worker);
    deliveries.add(new Delivery<>(worker, "log", 0, log::tells, Event.class, log, this));
    for (Heard<?> one : heard) {
      deliveries.add(one.delivery(this, deliveries.size()));
    }
    jobsHeard =
        heard.stream()
            .anyMatch(one ->
                one.type().isAssignableFrom(JobEvent.class)
                    || JobEvent.class.isAssignableFrom(one.type()));
  }

  /** The name of the worker. */
  String worker() {
    return worker;
  }

  /** Whether anybody listens to what happens to jobs; if not, those events need not be made. */
  boolean areJobsHeard() {
    return jobsHeard;
  }

  /** What fails, as the events tell. */
  Troubles troubles() {
    return troubles;
  }

  void start() {
    deliveries.forEach(Delivery::start);
  }

  /** Announces an event. Returns at once, throws nothing. */
  @Override
  public void accept(Event event) {
    troubles.hear(event);
    for (Delivery<?> delivery : deliveries) {
      delivery.offer(event);
    }
  }

  /** Whether a listener is calling. */
  boolean isCaller() {
    return deliveries.stream().anyMatch(Delivery::isCaller);
  }

  /**
   * Hands out what is waiting and ends. All listeners have the same time; one that does not come
   * back is left to itself, and the others hear of that.
   */
  void stop(Duration patience) {
    long until = Bounds.after(patience);
    List<Delivery<?>> listeners = deliveries.subList(1, deliveries.size());
    List<Delivery<?>> late = listeners.stream().filter(one -> !one.hearsAllBy(until)).toList();
    late.forEach(one -> one.leave(patience));
    long end = soon(until);
    listeners.forEach(one -> one.stop(end));
    Delivery<?> log = deliveries.getFirst();
    if (!log.hearsAllBy(soon(until))) {
      log.leave(patience);
    }
    log.stop(soon(until));
  }

  /** Until then, and for the last words at least. */
  private static long soon(long until) {
    return Bounds.after(LAST_WORDS.plus(Bounds.until(until)));
  }
}
