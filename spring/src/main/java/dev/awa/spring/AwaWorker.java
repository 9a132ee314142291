package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.worker.Worker;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The worker of the application, which starts when all beans are there, and stops before the data
 * source closes. It does not start where the application has no handler.
 */
public final class AwaWorker implements SmartLifecycle, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AwaWorker.class);

  private final HandlerBeans handlers;
  private final WorkerParts parts;
  private final AwaProperties properties;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Worker worker;

  AwaWorker(HandlerBeans handlers, WorkerParts parts, AwaProperties properties) {
    this.handlers = handlers;
    this.parts = parts;
    this.properties = properties;
  }

  /** The worker while it runs; empty before, afterwards, and where there is no handler. */
  public Optional<Worker> running() {
    return Optional.ofNullable(worker);
  }

  /** Whether the application has a handler, so that a worker is to run. */
  boolean isWanted() {
    return !handlers.all().isEmpty();
  }

  @Override
  public void start() {
    lock.lock();
    try {
      if (worker != null) {
        return;
      }
      if (!isWanted()) {
        LOG.info(
            "no worker: there is no @AwaHandler method and no Handler bean, so this application"
                + " only enqueues");
        return;
      }
      worker = started();
    } finally {
      lock.unlock();
    }
  }

  private Worker started() {
    try {
      return parts.worker().start();
    } catch (AwaStartException e) {
      throw e;
    } catch (AwaException | IllegalArgumentException | IllegalStateException e) {
      throw new AwaStartException(
          "Awa's worker can't start: " + e.getMessage(),
          "Correct what the description names. To start without a worker:"
              + " awa.worker.enabled=false.",
          e);
    }
  }

  @Override
  public void stop() {
    lock.lock();
    try {
      Worker last = worker;
      if (last != null) {
        last.close();
        worker = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Spring waits for the callback, as long as a phase of the shutdown may take. */
  @Override
  public void stop(Runnable callback) {
    Thread.ofPlatform()
        .name("awa stop")
        .start(() -> {
          try {
            stop();
          } finally {
            callback.run();
          }
        });
  }

  /** Where the start of the application has failed after the worker was started. */
  @Override
  public void destroy() {
    stop();
  }

  @Override
  public boolean isRunning() {
    return worker != null;
  }

  @Override
  public int getPhase() {
    return properties.worker().phase();
  }
}
