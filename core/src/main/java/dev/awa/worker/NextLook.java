package dev.awa.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When a claimer looks for work next: when it is called, or when its rest is over. Used by the
 * thread of the claimer, but for {@link #call}.
 */
final class NextLook {
  private final AtomicBoolean called = new AtomicBoolean();
  private long dueNanos = System.nanoTime();

  /** It is to look at once, or once more where it is looking. */
  void call() {
    called.set(true);
  }

  boolean isDue() {
    return called.get() || rest().isZero();
  }

  /** It looks now; when that fails, the next look is due at once. */
  void begins() {
    called.set(false);
    dueNanos = System.nanoTime();
  }

  /** It has looked, and rests. */
  void in(Duration rest) {
    dueNanos = System.nanoTime() + rest.toNanos();
  }

  private Duration rest() {
    return Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
  }

  /** How long until then, and at most this long. */
  Duration atMost(Duration longest) {
    Duration rest = rest();
    return rest.compareTo(longest) < 0 ? rest : longest;
  }
}
