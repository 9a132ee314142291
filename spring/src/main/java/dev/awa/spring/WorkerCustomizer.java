package dev.awa.spring;

import dev.awa.worker.Worker;

/**
 * A bean that changes the worker before it starts, after all properties and handlers have been
 * applied: for what has no property, as a handler for any kind. Called each time that the worker
 * starts, on the thread that starts the application.
 */
@FunctionalInterface
public interface WorkerCustomizer {
  /** Changes what the worker is made of; what it throws ends the start. */
  void customize(Worker.Builder worker);
}
