package dev.awa.worker;

import dev.awa.engine.Flush;
import dev.awa.event.EndingRefused;
import dev.awa.event.EndingsAccepted;
import dev.awa.event.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ended runs that the database refuses, each alone, while it takes others. They are kept and tried
 * again, the one that was tried longest ago first, for as long as the worker lives: what stands in
 * their way may be mended. Trying them takes a tenth of the finisher's time at most. Used by the
 * finisher's thread, but for the questions that say otherwise.
 */
final class Kept {
  private static final long TOLD_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int SHARE = 10;

  private final Consumer<? super Event> events;
  private final Duration again;
  private final LongSupplier nanos;
  private final Deque<Refused> refused = new ArrayDeque<>();
  private long nextNanos;
  private long takenNanos;
  private int told;
  private long toldNanos;
  private volatile int size;
  private volatile @Nullable Long oldestTried;
  private volatile @Nullable Long lastCall;

  /** A run and when it was tried last. */
  private record Refused(Batch single, long triedNanos) {}

  /**
   * Nothing is kept.
   *
   * @param again after how long a run is tried again
   * @param nanos the time in nanoseconds; only differences count
   */
  Kept(Consumer<? super Event> events, Duration again, LongSupplier nanos) {
    this.events = events;
    this.again = again;
    this.nanos = nanos;
    this.nextNanos = nanos.getAsLong();
  }

  /** Keeps a run that the database has just refused. */
  void keep(Batch single, Throwable why) {
    long now = nanos.getAsLong();
    if (single.wasRefused()) {
      nextNanos = now + (SHARE - 1) * (now - takenNanos);
    }
    refused.addLast(new Refused(single.refused(), now));
    noteChange();
    tell(single, why, now);
  }

  /** Takes the next that is to be tried now; null when there is none. */
  @Nullable Batch takeDue() {
    long now = nanos.getAsLong();
    Refused next = refused.peekFirst();
    if (next == null || !isDue(next, now)) {
      return null;
    }
    refused.removeFirst();
    takenNanos = now;
    noteChange();
    return next.single();
  }

  private boolean isDue(Refused next, long now) {
    Long called = lastCall;
    if (called != null) {
      return next.triedNanos() - called < 0;
    }
    return now - next.triedNanos() >= again.toNanos() && now - nextNanos >= 0;
  }

  /** Takes those that were run under another id: that worker is dead, they belong to others. */
  List<Batch> takeAllBut(long workerId) {
    List<Batch> others = new ArrayList<>();
    for (Iterator<Refused> i = refused.iterator(); i.hasNext(); ) {
      Batch single = i.next().single();
      if (single.workerId() != workerId) {
        i.remove();
        others.add(single);
      }
    }
    if (!others.isEmpty()) {
      noteChange();
    }
    return others;
  }

  /** One that was kept is stored, or it is another's to store. */
  void dealtWith() {
    if (refused.isEmpty() && told > 0) {
      events.accept(new EndingsAccepted());
      told = 0;
    }
  }

  /** From now on each is tried once more, without a pause. Asked by any thread. */
  void tryAllOnceMore() {
    lastCall = nanos.getAsLong();
  }

  /** Whether each was tried since the last call. Asked by any thread. */
  boolean isLastCallOver() {
    Long called = lastCall;
    Long oldest = oldestTried;
    return called == null || oldest == null || oldest - called >= 0;
  }

  /** How many there are. Asked by any thread. */
  int size() {
    return size;
  }

  private void noteChange() {
    Refused oldest = refused.peekFirst();
    oldestTried = oldest == null ? null : oldest.triedNanos();
    size = refused.size();
  }

  /** At once, when they have become twice as many, and once an hour. */
  private void tell(Batch single, Throwable why, long now) {
    if (told > 0 && size < 2 * told && now - toldNanos < TOLD_NANOS) {
      return;
    }
    told = size;
    toldNanos = now;
    Flush.Ended ended = single.results().getFirst().ended();
    events.accept(new EndingRefused(ended.run().jobId(), size, Event.line(why), again));
  }
}
