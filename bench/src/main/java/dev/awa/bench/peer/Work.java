package dev.awa.bench.peer;

import java.time.Duration;

/** What a handler does: nothing, or sleep, and note it. */
public record Work(Ledger ledger, Duration sleep) {
  /** Handlers that do nothing. */
  public static Work none(Ledger ledger) {
    return new Work(ledger, Duration.ZERO);
  }

  /** Does the work of the n-th job. */
  public void run(long n) throws InterruptedException {
    long from = System.nanoTime();
    if (!sleep.isZero()) {
      Thread.sleep(sleep);
    }
    ledger.ran(n, from, System.nanoTime());
  }
}
