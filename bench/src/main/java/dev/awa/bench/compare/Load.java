package dev.awa.bench.compare;

import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers jobs at a rate, whatever the queue makes of them: the n-th job is due n / rate after the
 * beginning. What is due is enqueued in calls of up to 1000 jobs, and at rates above 100 in calls
 * of at least what 10 ms bring; a queue that does not keep up is offered larger ones. Latencies
 * count from the moment a job was due.
 */
final class Load implements AutoCloseable {
  private static final int MOST = 1000;
  private static final int TICKS = 100;
  private static final double SECOND = 1e9;

  private final Call call;
  private final Ledger ledger;
  private final int rate;
  private final long begun = System.nanoTime();
  private final Producers producers;
  private int next;

  /** Enqueues so many jobs from a number on. */
  interface Call {
    void enqueue(int from, int count) throws Exception;
  }

  private Load(Call call, Ledger ledger, int rate) {
    this.call = call;
    this.ledger = ledger;
    this.rate = rate;
    ledger.due(begun, rate);
    producers = Producers.start(rate > 1000 ? 4 : 1, this::produce);
  }

  /** Room for what a rate brings in a time. */
  static Ledger ledger(int rate, Duration time) {
    return new Ledger(Math.toIntExact(rate * (time.toSeconds() + 2)));
  }

  /** Begins to offer jobs: one producer up to 1,000 a second, four above. */
  static Load start(Contender contender, Ledger ledger, int rate) {
    return start((from, count) -> contender.enqueue(from, count), ledger, rate);
  }

  /** The same by another call. */
  static Load start(Call call, Ledger ledger, int rate) {
    return new Load(call, ledger, rate);
  }

  private record Some(int from, int count) {}

  private void produce() throws Exception {
    Some some = take();
    if (some.count() == 0) {
      LockSupport.parkNanos(200_000);
    } else {
      call.enqueue(some.from(), some.count());
      long now = System.nanoTime();
      for (int n = some.from(); n < some.from() + some.count(); n++) {
        ledger.committed(n, now);
      }
    }
  }

  private synchronized Some take() {
    long now = System.nanoTime();
    int due = (int) Math.min(ledger.size(), (now - begun) / SECOND * rate);
    int count = Math.min(MOST, due - next);
    if (count < Math.max(1, rate / TICKS)) {
      return new Some(next, 0);
    }
    Some some = new Some(next, count);
    next += count;
    return some;
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    producers.close();
  }
}
