package dev.awa.bench.compare;

import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Ledger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What a ledger says of the jobs of some seconds. */
record Window(double enqueued, double completed, Sample endToEnd, Sample pickUp) {
  private static final double MILLIS = 1e-6;
  private static final double SECOND = 1e9;

  /**
   * Looks at the jobs that were due between two moments. One that is not finished, or not even
   * enqueued, has waited until now.
   */
  static Window of(Ledger ledger, long from, long to) {
    return of(ledger, from, to, System.nanoTime());
  }

  /**
   * The same, but what ended later than a moment has waited until that moment. Windows can be
   * compared when each is looked at as long after its beginning.
   */
  static Window of(Ledger ledger, long from, long to, long now) {
    int[] due =
        IntStream.range(0, ledger.size())
            .filter(n -> ledger.dueAt(n) >= from && ledger.dueAt(n) < to)
            .toArray();
    if (due.length == 0) {
      throw new IllegalStateException("no job was due in the window");
    }
    double seconds = (to - from) / SECOND;
    return new Window(
        count(ledger, from, to, ledger::committedAt) / seconds,
        count(ledger, from, to, ledger::endedAt) / seconds,
        millis(due, n -> until(ledger.endedAt(n), now) - ledger.dueAt(n)),
        millis(due, n -> pickUp(ledger, n, now)));
  }

  private interface Moment {
    long of(int n);
  }

  private static double count(Ledger ledger, long from, long to, Moment moment) {
    return IntStream.range(0, ledger.size())
        .filter(n -> moment.of(n) != 0 && moment.of(n) >= from && moment.of(n) < to)
        .count();
  }

  private static Sample millis(int[] jobs, IntToDoubleFunction nanos) {
    return Sample.of(IntStream.of(jobs).mapToDouble(nanos).map(n -> n * MILLIS).toArray());
  }

  /** From commit to start; a handler may start before the committing call has returned. */
  private static double pickUp(Ledger ledger, int n, long now) {
    long started = until(ledger.startedAt(n), now);
    return Math.max(0, started - until(ledger.committedAt(n), started));
  }

  private static long until(long moment, long now) {
    return moment == 0 ? now : Math.min(moment, now);
  }
}
