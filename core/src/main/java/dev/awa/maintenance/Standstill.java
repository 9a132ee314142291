package dev.awa.maintenance;

import dev.awa.StorageStatus.Holder;
import dev.awa.engine.Holders;
import dev.awa.event.Event;
import dev.awa.event.PruneBlocked;
import dev.awa.event.PruneUnblocked;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * That the ring does not turn because transactions that used it stay open. Tries are rarer the
 * longer it lasts: a second apart at first, at most a minute. Who it is is announced once it has
 * lasted for a minute, then every ten minutes, and that it is over.
 */
final class Standstill {
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long INTERVAL_NANOS = Duration.ofMinutes(10).toNanos();

  private final Consumer<? super Event> events;
  private int times;
  private long sinceNanos;
  private long untilNanos;
  private long toldNanos;
  private boolean told;

  Standstill(Consumer<? super Event> events) {
    this.events = events;
  }

  /** Whether it is too early for another try. */
  boolean isResting(long now) {
    return times > 0 && now - untilNanos < 0;
  }

  /** A try was in vain: these transactions are in the way. */
  void lasts(long generation, List<Holder> holders, long now) {
    if (times == 0) {
      sinceNanos = now;
    }
    long rest = Math.min(LONGEST_REST.toNanos(), FIRST_REST.toNanos() << Math.min(times, 10));
    times++;
    untilNanos = now + rest;
    if (now - sinceNanos >= PATIENCE_NANOS && (!told || now - toldNanos >= INTERVAL_NANOS)) {
      told = true;
      toldNanos = now;
      events.accept(
          new PruneBlocked(
              generation,
              Duration.ofNanos(now - sinceNanos),
              holders.stream().map(Holders::words).toList()));
    }
  }

  /** Nobody is in the way any more. */
  void isOver(long now) {
    if (told) {
      events.accept(new PruneUnblocked(Duration.ofNanos(now - sinceNanos)));
    }
    times = 0;
    told = false;
  }
}
