package dev.awa.worker;

import dev.awa.StorageStatus.Keeper;
import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.event.Event;
import dev.awa.event.StripeFree;
import dev.awa.event.StripeKept;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The stripes that this worker finds busy again and again. A claim has its stripe for milliseconds;
 * who keeps one for longer is a transaction that has cancelled a job and was not committed, or a
 * claim whose client stands still. After ten seconds it is named, once, with what to do, and it is
 * said when it is over. Used by the claimer's thread.
 */
final class BusyStripes {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  /** Not looked at for so long, it may have been free meanwhile. */
  private static final long FORGOTTEN_NANOS = Duration.ofMinutes(2).toNanos();

  /** A transaction that is younger, where that can be seen, is not why it has taken so long. */
  private static final Duration YOUNG = Duration.ofSeconds(5);

  private final Consumer<? super Event> events;
  private final LongSupplier nanos;
  private final Map<Stripe, Busy> busy = new HashMap<>();

  /**
   * None is busy.
   *
   * @param nanos the time in nanoseconds; only differences count
   */
  BusyStripes(Consumer<? super Event> events, LongSupplier nanos) {
    this.events = events;
    this.nanos = nanos;
  }

  /** Asks the database who keeps others from a stripe. */
  interface Question {
    List<Keeper> about(Stripe stripe) throws SQLException;
  }

  private static final class Busy {
    private final long sinceNanos;
    private long foundNanos;
    private long askNanos;
    private boolean told;

    Busy(long now) {
      sinceNanos = now;
      foundNanos = now;
      askNanos = now + PATIENCE_NANOS;
    }
  }

  /** A claim was told that somebody else has the stripe. */
  void found(Stripe stripe) {
    long now = nanos.getAsLong();
    Busy known = busy.get(stripe);
    if (known == null || now - known.foundNanos > FORGOTTEN_NANOS) {
      busy.put(stripe, new Busy(now));
    } else {
      known.foundNanos = now;
    }
  }

  /** A claim of the stripe was answered otherwise. */
  void isOver(Stripe stripe) {
    Busy over = busy.isEmpty() ? null : busy.remove(stripe);
    if (over != null && over.told) {
      events.accept(
          new StripeFree(
              stripe.queue(),
              stripe.number(),
              Duration.ofNanos(nanos.getAsLong() - over.sinceNanos)));
    }
  }

  /** Names who keeps the stripes that have been busy for long. */
  void tell(Question question) throws SQLException {
    for (Map.Entry<Stripe, Busy> one : busy.entrySet()) {
      long now = nanos.getAsLong();
      Busy lasting = one.getValue();
      if (!lasting.told && now - lasting.askNanos >= 0) {
        lasting.askNanos = now + AGAIN_NANOS;
        List<Keeper> keepers =
            question.about(one.getKey()).stream().filter(BusyStripes::isOld).toList();
        if (!keepers.isEmpty()) {
          lasting.told = true;
          tell(one.getKey(), now - lasting.sinceNanos, keepers);
        }
      }
    }
  }

  private static boolean isOld(Keeper keeper) {
    Duration openFor = keeper.openFor();
    return openFor == null || openFor.compareTo(YOUNG) >= 0;
  }

  private void tell(Stripe stripe, long lastsNanos, List<Keeper> keepers) {
    events.accept(
        new StripeKept(
            stripe.queue(),
            stripe.number(),
            Duration.ofNanos(lastsNanos),
            keepers.stream().map(Keeper::words).toList()));
  }
}
