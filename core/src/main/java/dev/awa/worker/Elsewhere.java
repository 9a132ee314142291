package dev.awa.worker;

import dev.awa.engine.Run;
import dev.awa.event.Event;
import dev.awa.event.KindUnknown;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the runs that are not for this worker, but perhaps for another one: their kind has no
 * handler here, their arguments are of a newer version, or encrypted with a key that is not known
 * here. Such a run is put back for a while, and its attempt does not count. Each reason is
 * announced once for a kind.
 */
final class Elsewhere {
  private static final int MOST_TOLD = 1000;

  private final Handlers handlers;
  private final ArgsReader reader;
  private final Duration delay;
  private final Consumer<? super Event> events;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Elsewhere(Handlers handlers, ArgsReader reader, Duration delay, Consumer<? super Event> events) {
    this.handlers = handlers;
    this.reader = reader;
    this.delay = delay;
    this.events = events;
  }

  /** For how long such a run is put back. */
  Duration delay() {
    return delay;
  }

  /** Why a run is not for this worker, in words; null when it is. */
  @Nullable String why(Run run, Handlers.@Nullable Entry entry) {
    if (entry == null) {
      tell("kind " + run.kind(), new KindUnknown(run.jobId(), run.kind(), handlers.kinds(), delay));
      return handlers.noneFor(run.kind());
    }
    ArgsReader.Obstacle obstacle = reader.obstacle(entry, run, delay);
    if (obstacle == null) {
      return null;
    }
    tell(obstacle.about(), obstacle.event());
    return obstacle.why();
  }

  private void tell(String reason, Event event) {
    if (told.size() < MOST_TOLD && told.add(reason)) {
      events.accept(event);
    }
  }
}
