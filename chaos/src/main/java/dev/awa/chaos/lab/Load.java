package dev.awa.chaos.lab;

import dev.awa.lab.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Enqueues small batches of mixed jobs, one after the other, until it is closed. */
public final class Load implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int LARGEST_BATCH = 20;
  private static final List<String> SCRIPTS =
      List.of(
          "complete",
          "complete",
          "complete",
          "complete",
          "complete",
          "complete",
          "complete",
          "retry,complete",
          "snooze,complete",
          "fail",
          "cancel");

  private final Producer producer;
  private final String queue;
  private final Random random;
  private final Thread thread;
  private volatile boolean closed;
  private final AtomicLong enqueued = new AtomicLong();

  Load(Producer producer, String queue, long seed) {
    this.producer = producer;
    this.queue = queue;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("load").start(this::run);
  }

  private void run() {
    while (!closed) {
      List<Work> batch = new ArrayList<>();
      for (int i = random.nextInt(LARGEST_BATCH); i >= 0; i--) {
        String script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
        batch.add(Work.slow(Producer.newId(), random.nextInt(20)).withScript(script));
      }
      producer.enqueue(queue, batch);
      enqueued.addAndGet(batch.size());
      Wait.pass(PAUSE);
    }
  }

  /** Waits until so many more jobs were enqueued, or tried. */
  public void awaitMore(long jobs) {
    long until = enqueued.get() + jobs;
    Eventually.holds("the load goes on", Lab.PATIENCE, () -> enqueued.get() >= until);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
