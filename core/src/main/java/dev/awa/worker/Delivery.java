package dev.awa.worker;

import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.event.EventsLost;
import dev.awa.event.ListenerLeft;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Hands events to one listener, one after the other, on a thread of its own. 100,000 may wait for
 * it; what is announced beyond that it does not hear of. How many those were is an event: once a
 * minute while they are lost, and when the listener has caught up.
 */
final class Delivery<E extends Event> {
  static final int CAPACITY = 100_000;

  private static final Duration TOLD = Duration.ofMinutes(1);
  private static final Duration WAIT = Duration.ofMillis(100);
  private static final Duration LOOKS = Duration.ofMillis(1);

  /** After so many events in a turn more will come by themselves: nobody need wake the thread. */
  private static final int MANY = 8;

  private static final Duration BREATH = Duration.ofMillis(1);

  private final Complaint complaint = new Complaint(Delivery.class, "a listener failed");
  private final int number;
  private final Predicate<? super E> wanted;
  private final Class<E> type;
  private final EventListener<? super E> listener;
  private final ClassLoader loader;
  private final Consumer<Event> tells;
  private final Queue<E> waiting = new ConcurrentLinkedQueue<>();

  /** How many it was handed and has not heard to their end. */
  private final AtomicInteger unheard = new AtomicInteger();

  /** Whether the thread rests until somebody wakes it. */
  private volatile boolean asleep;

  private final AtomicLong lost = new AtomicLong();

  /** Of those that were lost: what the others were told, and the listener itself was not yet. */
  private final AtomicLong owed = new AtomicLong();

  private final long pauseNanos;
  private final AtomicLong toldNanos;
  private final Loop loop;

  /**
   * To a listener.
   *
   * @param part what the thread is called, after the worker
   * @param number which listener it is: 0 is the log
   * @param wanted which events of its type it wants
   * @param tells takes what there is to tell of the listener itself
   */
  Delivery(
      String worker,
      String part,
      int number,
      Predicate<? super E> wanted,
      Class<E> type,
      EventListener<? super E> listener,
      Consumer<Event> tells) {
    this(worker, part, number, wanted, type, listener, tells, TOLD);
  }

  /** One that tells at most so often, while events are lost, how many those were. */
  Delivery(
      String worker,
      String part,
      int number,
      Predicate<? super E> wanted,
      Class<E> type,
      EventListener<? super E> listener,
      Consumer<Event> tells,
      Duration told) {
    this.number = number;
    this.wanted = wanted;
    this.type = type;
    this.listener = listener;
    this.loader = Handlers.loaderOf(listener);
    this.tells = tells;
    this.pauseNanos = told.toNanos();
    this.toldNanos = new AtomicLong(System.nanoTime() - pauseNanos);
    this.loop = new Loop(worker, part, event -> {}, this::handOut);
  }

  void start() {
    loop.start();
  }

  /** Takes an event, if the listener wants it and there is room. Throws nothing. */
  void offer(Event event) {
    try {
      if (loop.isClosed()) {
        return;
      }
      if (isHeard(event)) {
        if (!isTaken(type.cast(event))) {
          lose(event);
        }
      } else if (event instanceof EventsLost told && told.listener() == number) {
        owed.addAndGet(told.events());
      }
    } catch (Throwable e) {
      lost.incrementAndGet(); // there is no memory for it
    }
  }

  private boolean isTaken(E event) {
    boolean taken = false;
    int before = unheard.getAndIncrement();
    try {
      taken = before < CAPACITY && waiting.add(event);
    } finally {
      if (!taken) {
        unheard.decrementAndGet();
      }
    }
    if (asleep) {
      asleep = false;
      loop.wake();
    }
    return taken;
  }

  private boolean isHeard(Event event) {
    return type.isInstance(event) && wanted.test(type.cast(event));
  }

  /** What tells this listener that it lost some is not lost itself: that waits for room. */
  private void lose(Event event) {
    if (event instanceof EventsLost told && told.listener() == number) {
      owed.addAndGet(told.events());
      return;
    }
    lost.incrementAndGet();
    long now = System.nanoTime();
    long last = toldNanos.get();
    if (now - last >= pauseNanos && toldNanos.compareAndSet(last, now)) {
      tells.accept(new EventsLost(number, lost.getAndSet(0)));
    }
  }

  private Duration handOut() {
    asleep = false;
    int heard = 0;
    for (E event = waiting.poll(); event != null; event = waiting.poll()) {
      try {
        tell(event);
      } finally {
        unheard.decrementAndGet(); // also when not even a complaint could be made
      }
      heard++;
    }
    long untold = owed.getAndSet(0);
    if (untold > 0) {
      tell(new EventsLost(number, untold));
    }
    tellLost();
    return heard < MANY ? sleep() : BREATH;
  }

  /** An event that came before it was asleep woke nobody. */
  private Duration sleep() {
    asleep = true;
    return waiting.isEmpty() ? WAIT : Duration.ZERO;
  }

  private void tellLost() {
    long events = lost.getAndSet(0);
    if (events > 0) {
      tells.accept(new EventsLost(number, events));
    }
  }

  private void tell(Event event) {
    try {
      Thread.currentThread().setContextClassLoader(loader);
      if (event instanceof EventsLost own && own.listener() == number) {
        listener.missed(own.events());
      }
      if (isHeard(event)) {
        listener.onEvent(type.cast(event));
      }
    } catch (Throwable e) {
      complaint.about(e);
    } finally {
      Thread.interrupted(); // by whoever: the next event has nothing to do with it
    }
  }

  /** Whether its listener is calling. */
  boolean isCaller() {
    return loop.isCaller();
  }

  /** Waits until the listener has heard all there is to hear; whether it has by then. */
  boolean hearsAllBy(long until) {
    while (loop.isAlive() && !loop.isCaller() && hasMoreToHear()) {
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      Undisturbed.rest(LOOKS);
    }
    return true;
  }

  private boolean hasMoreToHear() {
    return unheard.get() > 0 || lost.get() > 0 || owed.get() > 0;
  }

  /**
   * Leaves the listener to itself: it hears of the event that it is at, and of no other.
   *
   * @param patience how long it was waited for
   */
  void leave(Duration patience) {
    loop.close();
    int left = 0;
    while (waiting.poll() != null) {
      left++;
    }
    tellLost();
    tells.accept(new ListenerLeft(number, patience, left));
  }

  /** Ends, once what waits is heard; waits no longer than until then. */
  void stop(long until) {
    if (!loop.isClosed()) {
      hearsAllBy(until);
      loop.stop(Bounds.until(until));
    }
  }
}
