package dev.awa.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that repeat a step until they are closed; closing tells what any of them broke on. */
final class Producers implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean stopped;

  /** Enqueues something, or waits for a moment. */
  interface Step {
    void take() throws Exception;
  }

  private Producers() {}

  static Producers start(int count, Step step) {
    Producers producers = new Producers();
    for (int i = 0; i < count; i++) {
      producers.running.add(producers.threads.submit(() -> producers.repeat(step)));
    }
    return producers;
  }

  private Void repeat(Step step) throws Exception {
    while (!stopped) {
      step.take();
    }
    return null;
  }

  /** Whether one of them has broken, which closing tells. */
  boolean isBroken() {
    return !stopped && running.stream().anyMatch(Future::isDone);
  }

  @Override
  public void close() throws ExecutionException, InterruptedException {
    stopped = true;
    try {
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
  }
}
