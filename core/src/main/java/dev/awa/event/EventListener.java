package dev.awa.event;

/**
 * Hears of events of one type, one after the other, on a thread that the worker has for this
 * listener. What it throws is logged and changes nothing.
 *
 * <p>A slow listener holds up nobody: not the worker, not other listeners. 100,000 events wait for
 * it; what happens while so many wait it does not hear of, and is told how many those were by
 * {@link EventsLost}, if it listens to that. When the worker closes, the listener has the worker's
 * {@code sendGrace} to hear what waits.
 *
 * @param <E> the events it hears
 */
@FunctionalInterface
public interface EventListener<E extends Event> {
  /** Something happened on this worker. */
  void onEvent(E event) throws Exception;
}
