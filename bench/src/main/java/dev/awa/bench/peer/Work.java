package dev.awa.bench.peer;

import java.time.Duration;

/**
 * What a handler does: nothing, or sleep, and note it.
 *
 * @param holder who notes it, where several processes do
 */
public record Work(Ledger ledger, Duration sleep, int holder) {
  /** Handlers that do nothing. */
  public static Work none(Ledger ledger) {
    return sleeping(ledger, Duration.ZERO);
  }

  /** Handlers that sleep. */
  public static Work sleeping(Ledger ledger, Duration sleep) {
    return new Work(ledger, sleep, 0);
  }

  /** Does the work of the n-th job. */
  public void run(long n) throws InterruptedException {
    int unused = ledger.starts(n, System.nanoTime(), holder);
    if (!sleep.isZero()) {
      Thread.sleep(sleep);
    }
    ledger.ends(n, System.nanoTime());
  }
}
