package dev.awa.maintenance;

import dev.awa.event.Event;
import dev.awa.event.PruneSkipped;
import dev.awa.event.RotationSkipped;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the ring did not do when it was time for it. The ring is looked at every second, so only
 * what is new is announced.
 */
final class Skips {
  private final Consumer<? super Event> events;
  private @Nullable PruneSkipped prune;
  private boolean full;

  Skips(Consumer<? super Event> events) {
    this.events = events;
  }

  /** The oldest segment was not pruned. */
  void prune(long generation, PruneSkipped.Cause cause) {
    PruneSkipped skipped = new PruneSkipped(generation, cause);
    if (!skipped.equals(prune)) {
      prune = skipped;
      events.accept(skipped);
    }
  }

  /** Whether all slots are in use, so that no segment can be opened after this one. */
  void rotation(boolean isFull, long generation) {
    if (isFull && !full) {
      events.accept(new RotationSkipped(generation));
    }
    full = isFull;
  }
}
