package dev.awa.maintenance;

import java.util.OptionalInt;

/**
 * Where a look at all lanes has come to. There may be tens of thousands, so it goes over some at a
 * turn of its chore, and others have theirs in between. Used by one thread.
 */
final class Walk {
  /** So many lanes are looked at in a turn, which takes about 30 ms. */
  static final int LANES = 1000;

  private int after;

  /** The lane after which to go on; zero for the first. */
  int after() {
    return after;
  }

  /** A turn came to a lane, or to the end; whether there is more. */
  boolean cameTo(OptionalInt lane) {
    after = lane.orElse(0);
    return lane.isPresent();
  }
}
