package dev.awa.bench.compare;

import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers jobs one at a time at a rate, each when it is due, as requests of users do: the n-th is
 * due n / rate after the beginning. Four producers take turns, so that a call may last longer than
 * the time to the next job.
 */
final class Trickle implements AutoCloseable {
  private static final int PRODUCERS = 4;

  private final Contender contender;
  private final Ledger ledger;
  private final AtomicInteger next = new AtomicInteger();
  private final Producers producers;

  private Trickle(Contender contender, Ledger ledger, int rate) {
    this.contender = contender;
    this.ledger = ledger;
    ledger.due(System.nanoTime(), rate);
    producers = Producers.start(PRODUCERS, this::offer);
  }

  /** Begins to offer jobs; it breaks when the ledger is full. */
  static Trickle start(Contender contender, Ledger ledger, int rate) {
    return new Trickle(contender, ledger, rate);
  }

  private void offer() throws Exception {
    int n = next.getAndIncrement();
    if (n >= ledger.size()) {
      throw new IllegalStateException("the ledger of " + ledger.size() + " jobs is full");
    }
    awaitDue(n);
    contender.enqueue(n, 1);
    ledger.committed(n, System.nanoTime());
  }

  private void awaitDue(int n) {
    long nanos = ledger.dueAt(n) - System.nanoTime();
    while (nanos > 0) {
      LockSupport.parkNanos(nanos);
      nanos = ledger.dueAt(n) - System.nanoTime();
    }
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    producers.close();
  }
}
