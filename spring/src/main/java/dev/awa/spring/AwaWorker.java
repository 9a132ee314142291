package dev.awa.spring;

import dev.awa.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The worker of the application, and the workers that {@code awa.workers} names. They start when
 * all beans are there, and stop before the data source closes. None starts where the application
 * has no handler.
 */
public final class AwaWorker implements SmartLifecycle, DisposableBean {
  /** What the usual worker is called, beside those that have a name. */
  static final String USUAL = "default";

  private static final Logger LOG = LoggerFactory.getLogger(AwaWorker.class);

  private final HandlerBeans handlers;
  private final AwaProperties properties;
  private final List<OneWorker> workers;
  private volatile boolean started;

  AwaWorker(HandlerBeans handlers, AwaProperties properties, List<OneWorker> workers) {
    this.handlers = handlers;
    this.properties = properties;
    this.workers = workers;
  }

  /** The worker while it runs; empty before, afterwards, and where there is no handler. */
  public Optional<Worker> running() {
    return running(USUAL);
  }

  /**
   * The worker that {@code awa.workers} names so, while it runs.
   *
   * @param name the name in the properties; empty is the answer for one that they don't name
   */
  public Optional<Worker> running(String name) {
    return workers.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .flatMap(OneWorker::worker);
  }

  /** Those that are to run: with a handler and a queue. */
  List<OneWorker> wanted() {
    return handlers.all().isEmpty()
        ? List.of()
        : workers.stream()
            .filter(one -> properties.workers().isEmpty() || !one.queues().isEmpty())
            .toList();
  }

  @Override
  public void start() {
    if (handlers.all().isEmpty()) {
      LOG.info(
          "no worker: there is no @AwaHandler method and no Handler bean, so this application"
              + " only enqueues");
      return;
    }
    ServedQueues.check(properties, handlers.all());
    if (wanted().isEmpty()) {
      LOG.info("no worker: awa.workers leaves all queues of this application to other processes");
      return;
    }
    wanted().forEach(OneWorker::start);
    started = true;
  }

  /** All of them at once: each may take its whole time. */
  @Override
  public void stop() {
    List<Thread> stops = new ArrayList<>();
    for (OneWorker one : workers) {
      stops.add(Thread.ofPlatform().name("awa stop " + one.name()).start(one::stop));
    }
    stops.forEach(AwaWorker::await);
    started = false;
  }

  /** An interrupt is passed on: the worker then waits for no handler. */
  private static void await(Thread stop) {
    boolean interrupted = false;
    while (stop.isAlive()) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        interrupted = true;
        stop.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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

  /** Where the start of the application has failed after a worker was started. */
  @Override
  public void destroy() {
    stop();
  }

  @Override
  public boolean isRunning() {
    return started;
  }

  @Override
  public int getPhase() {
    return properties.worker().phase();
  }
}
