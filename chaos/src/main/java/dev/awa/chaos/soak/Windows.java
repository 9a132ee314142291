package dev.awa.chaos.soak;

import java.time.Duration;

/** The first and the last part of a run: at most ten minutes each, and at most a third of it. */
public final class Windows {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  final Window first;
  final Window last;
  final Duration length;
  private final long untilNanos;

  /** The windows of a run that begins now, after a while to warm up. */
  public Windows(Duration run, Duration warmUp) {
    Duration measured = run.minus(warmUp);
    length = measured.dividedBy(3).compareTo(LONGEST) < 0 ? measured.dividedBy(3) : LONGEST;
    long from = System.nanoTime() + warmUp.toNanos();
    untilNanos = from + measured.toNanos();
    first = new Window(from, from + length.toNanos());
    last = new Window(untilNanos - length.toNanos(), untilNanos);
  }

  boolean isOver() {
    return System.nanoTime() >= untilNanos;
  }

  void start(long waitedMicros) {
    long now = System.nanoTime();
    if (first.holds(now)) {
      first.start(waitedMicros);
    } else if (last.holds(now)) {
      last.start(waitedMicros);
    }
  }

  void finish() {
    long now = System.nanoTime();
    if (first.holds(now)) {
      first.finish();
    } else if (last.holds(now)) {
      last.finish();
    }
  }

  void logs(long bytes) {
    long now = System.nanoTime();
    if (first.holds(now)) {
      first.logs(bytes);
    } else if (last.holds(now)) {
      last.logs(bytes);
    }
  }
}
