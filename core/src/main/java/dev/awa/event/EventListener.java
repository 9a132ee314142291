package dev.awa.event;

/**
 * Hears of events of one type, one after the other, on a thread that the worker has for this
 * listener. What it throws is logged and changes nothing.
 *
 * <p>A slow listener holds up nobody: not the worker, not other listeners. 100,000 events wait for
 * it; what happens while so many wait it does not hear of, and is told how many those were by
 * {@link #missed}. {@link EventsLost} tells all listeners of it. When the worker closes, the
 * listener has the worker's {@code sendGrace} to hear what waits.
 *
 * @param <E> the events it hears
 */
@FunctionalInterface
public interface EventListener<E extends Event> {
  /** Something happened on this worker. */
  void onEvent(E event) throws Exception;

  /**
   * This listener was too slow and will not hear of some events. Called on the same thread, at most
   * once a minute while events are lost, and when the listener has caught up. Default: does
   * nothing.
   *
   * @param events how many, since it was told last
   */
  default void missed(long events) throws Exception {}
}
