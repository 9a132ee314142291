package dev.awa.chaos.lab;

import dev.awa.chaos.ledger.What;
import dev.awa.lab.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Clients of which each enqueues a single job after the other, as fast as commits are. */
public final class Clients implements AutoCloseable {
  private final Producer producer;
  private final ExecutorService threads;
  private final AtomicLong taken = new AtomicLong();
  private volatile boolean closed;

  Clients(Producer producer, int count) {
    this.producer = producer;
    this.threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      threads.execute(this::run);
    }
  }

  private void run() {
    while (!closed) {
      Work work = Work.quick(Producer.newId());
      if (producer.enqueue(Lab.QUEUE, List.of(work)) == What.ACKED) {
        taken.incrementAndGet();
      }
    }
  }

  /** How many jobs were taken so far. */
  public long taken() {
    return taken.get();
  }

  /** Waits until so many more jobs were taken. */
  public void awaitMore(long jobs) {
    long until = taken.get() + jobs;
    Eventually.holds("jobs are taken", Lab.PATIENCE, () -> taken.get() >= until);
  }

  /** How many are taken a second, for a time. */
  public double rate(Duration time) {
    long before = taken.get();
    long begun = System.nanoTime();
    Wait.pass(time);
    return (taken.get() - before) * 1e9 / (System.nanoTime() - begun);
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
