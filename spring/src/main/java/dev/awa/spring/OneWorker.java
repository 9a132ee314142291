package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.worker.Worker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One of the workers of the application, which may be started and stopped again and again. */
final class OneWorker {
  /** A worker and who watches it. */
  private record Running(Worker worker, WorkerWatch watch) {}

  private final WorkerParts parts;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Running running;

  OneWorker(WorkerParts parts) {
    this.parts = parts;
  }

  /** What the application calls it. */
  String name() {
    return parts.name();
  }

  /** Which queues it works on, and how many jobs of each run at once. */
  Map<String, Integer> queues() {
    return parts.queues();
  }

  /** How people recognise it. */
  String label() {
    return parts.config().name();
  }

  /** The worker while it runs. */
  Optional<Worker> worker() {
    return Optional.ofNullable(running).map(Running::worker);
  }

  /** How it is while it runs. */
  Optional<WorkerWatch> watch() {
    return Optional.ofNullable(running).map(Running::watch);
  }

  void start() {
    lock.lock();
    try {
      if (running == null) {
        WorkerWatch watch = new WorkerWatch();
        running = new Running(started(watch), watch);
      }
    } finally {
      lock.unlock();
    }
  }

  private Worker started(WorkerWatch watch) {
    try {
      return parts.worker(watch).start();
    } catch (AwaStartException e) {
      throw e;
    } catch (AwaException | IllegalArgumentException | IllegalStateException e) {
      throw new AwaStartException(
          "Awa's worker \"" + name() + '"' + parts.source() + " can't start: " + e.getMessage(),
          "Correct what the description names. To start without a worker:"
              + " awa.worker.enabled=false.",
          e);
    }
  }

  /** Returns when the worker is shut down; see {@link Worker#close}. */
  void stop() {
    lock.lock();
    try {
      Running last = running;
      if (last != null) {
        last.worker().close();
        running = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
