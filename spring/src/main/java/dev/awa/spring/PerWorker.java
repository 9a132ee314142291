package dev.awa.spring;

import dev.awa.event.Event;
import dev.awa.event.EventListener;
import org.jspecify.annotations.Nullable;

/** Listeners of which each worker needs one of its own. */
interface PerWorker {
  /** Whether a listener may hear of one worker only. */
  boolean isOfOne(EventListener<?> listener);

  /** One for a worker that the properties name; null where there is none for it. */
  @Nullable EventListener<Event> of(String worker);
}
