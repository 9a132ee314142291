package dev.awa.admin.page;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What everybody sees alike, read once for all: ten open dashboards cost the database no more than
 * one. Safe for use by several threads; one of them reads and the others wait for it, but not
 * without end.
 */
final class Samples {
  /**
   * For how long after it was read a sample, or that it could not be read, is what all get; at
   * least.
   */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** A sample that takes long is fresh for so many times as long: it is a fiftieth of the time. */
  static final int SHARE = 50;

  /** But never for longer than this. */
  static final Duration LONGEST = Duration.ofSeconds(15);

  /**
   * So old a sample may be that is shown while the API fails: somebody who looks at night sees old
   * numbers, with their time, and not nothing.
   */
  static final Duration OLD = Duration.ofMinutes(2);

  /** How long one waits for the one who reads: the counts of all queues may take 5 s. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  /** How many targets are remembered: names in addresses are chosen by whoever looks. */
  static final int TARGETS = 500;

  /** The one that was asked for last is the last; guarded by this. */
  private final Map<String, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > TARGETS;
        }
      };

  private final LongSupplier nanos;
  private final Duration patience;

  /**
   * What was read.
   *
   * @param at when it was asked for
   * @param before the sample before, without that before it; null: this is the first
   */
  record Sample(Object document, Instant at, long nanos, @Nullable Sample before) {
    private Sample alone() {
      return new Sample(document, at, nanos, null);
    }
  }

  Samples(LongSupplier nanos, Duration patience) {
    this.nanos = nanos;
    this.patience = patience;
  }

  /**
   * The sample of a target.
   *
   * @throws Refused when the API refuses it, or fails and has done so for two minutes, or somebody
   *     else reads it for too long
   */
  Sample of(String target, Supplier<Object> reading) {
    return of(target, reading, FRESH);
  }

  /** The same of what changes less often: for so long after it was read all get it. */
  Sample of(String target, Supplier<Object> reading, Duration fresh) {
    return kept(target).of(reading, fresh);
  }

  private synchronized Kept kept(String target) {
    return kept.computeIfAbsent(target, ignored -> new Kept());
  }

  /** How many targets are remembered now. */
  synchronized int size() {
    return kept.size();
  }

  private final class Kept {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Sample last;
    private @Nullable RuntimeException failure;
    private long readAt;
    private long took;

    Sample of(Supplier<Object> reading, Duration fresh) {
      take();
      try {
        if ((last == null && failure == null) || age() >= good(fresh)) {
          read(reading);
        }
        if (failure != null && (last == null || isOld(last))) {
          throw failure;
        }
        return Objects.requireNonNull(last);
      } finally {
        lock.unlock();
      }
    }

    private boolean isOld(Sample sample) {
      return nanos.getAsLong() - sample.nanos() > OLD.toNanos();
    }

    private long age() {
      return nanos.getAsLong() - readAt;
    }

    /** A failure is asked about again soon, unless it takes long. */
    private long good(Duration fresh) {
      Duration least = failure == null ? fresh : FRESH;
      return Math.max(least.toNanos(), Math.min(LONGEST.toNanos(), SHARE * took));
    }

    /** A refusal of one visitor is theirs alone; a failure is everybody's. */
    private void read(Supplier<Object> reading) {
      Sample before = last;
      long now = nanos.getAsLong();
      Instant at = Instant.now();
      failure = null;
      try {
        last = new Sample(reading.get(), at, now, before == null ? null : before.alone());
      } catch (Refused e) {
        if (e.status() < 500) {
          throw e;
        }
        failure = e;
      } catch (RuntimeException e) {
        failure = e;
      }
      readAt = nanos.getAsLong();
      took = readAt - now;
    }

    private void take() {
      try {
        if (lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw Refused.of(
          503,
          "The database can't answer now",
          "somebody else has asked the same before and has no answer yet",
          "Wait for a few seconds, then ask again");
    }
  }
}
