package dev.awa.worker;

import java.time.Duration;
import java.util.List;

/** The chores of maintenance, in a circle. Used by one thread. */
final class Chores {
  private final List<Chore> all;
  private int next;

  private Chores(List<Chore> all) {
    this.all = all;
  }

  static Chores of(Chore... all) {
    return new Chores(List.of(all));
  }

  int size() {
    return all.size();
  }

  /** The one behind that which was given last, whatever came of that. */
  Chore next() {
    Chore chore = all.get(next);
    next = (next + 1) % all.size();
    return chore;
  }

  /** How long until one of them is due. */
  Duration rest() {
    return all.stream().map(Chore::rest).min(Duration::compareTo).orElseThrow();
  }
}
