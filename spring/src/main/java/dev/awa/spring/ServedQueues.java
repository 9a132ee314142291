package dev.awa.spring;

import dev.awa.spring.AwaProperties.NamedWorkerSettings;
import dev.awa.spring.AwaProperties.QueueSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The queues that a worker works on. A worker with a name has those of its properties; the usual
 * worker has those of its own properties, and those of the handlers that no worker with a name has.
 */
final class ServedQueues {
  private ServedQueues() {}

  /** How many jobs of each run at once on the usual worker; no queue of which none may run. */
  static Map<String, Integer> ofUsual(AwaProperties all, List<FoundHandler> handlers) {
    List<String> named = named(handlers);
    Map<String, Integer> queues = new LinkedHashMap<>();
    named.forEach(queue -> queues.put(queue, all.worker().concurrency()));
    all.workers().values().forEach(one -> queues.keySet().removeAll(names(one, named)));
    return put(all.worker().queues(), named, queues);
  }

  /** The same of a worker with a name. */
  static Map<String, Integer> of(NamedWorkerSettings worker, List<FoundHandler> handlers) {
    return put(worker.queues(), named(handlers), new LinkedHashMap<>());
  }

  private static Map<String, Integer> put(
      Map<String, QueueSettings> settings, List<String> named, Map<String, Integer> queues) {
    settings.forEach((property, one) -> queues.put(name(property, named), one.concurrency()));
    queues.values().removeIf(concurrency -> concurrency == 0);
    return queues;
  }

  private static List<String> named(List<FoundHandler> handlers) {
    return handlers.stream().map(FoundHandler::queue).distinct().toList();
  }

  /**
   * Refuses an only worker that may run no job of any queue, a worker with the name of the usual
   * one, a worker with a name that has no queue, and a queue that several workers have.
   *
   * @throws AwaStartException where that is so
   */
  static void check(AwaProperties all, List<FoundHandler> handlers) {
    if (all.workers().isEmpty() && ofUsual(all, handlers).isEmpty()) {
      throw new AwaStartException(
          "awa.worker.queues: every queue has concurrency 0, so the worker would run nothing; the"
              + " queues are "
              + all.worker().queues().keySet()
              + ".",
          "Give one of them a concurrency of at least 1. To run no worker in this process:"
              + " awa.worker.enabled=false.");
    }
    List<String> named = named(handlers);
    Map<String, String> workers = new LinkedHashMap<>();
    all.worker()
        .queues()
        .keySet()
        .forEach(property -> workers.put(name(property, named), "awa.worker"));
    all.workers()
        .forEach((worker, settings) -> {
          String property = "awa.workers." + worker;
          if (worker.equals(AwaWorker.USUAL)) {
            throw new AwaStartException(
                property + ": the usual worker has this name.",
                "Give this worker another name, or set the usual one: awa.worker.queues.");
          }
          if (settings.queues().isEmpty()) {
            throw new AwaStartException(
                property + ": it has no queue.",
                "Name what it works on: " + property + ".queues.<queue>.concurrency=5.");
          }
          for (String queue : names(settings, named)) {
            String other = workers.put(queue, property);
            if (other != null) {
              throw new AwaStartException(
                  "Queue \"" + queue + "\" is of " + other + " and of " + property + ".",
                  "Leave it to one of them: in one process a queue has one worker.");
            }
          }
        });
  }

  private static Set<String> names(NamedWorkerSettings worker, List<String> named) {
    Set<String> names = new TreeSet<>();
    worker.queues().keySet().forEach(property -> names.add(name(property, named)));
    return names;
  }

  private static String name(String property, List<String> named) {
    return named.contains(property)
        ? property
        : named.stream()
            .filter(name -> HandlerRules.isOf(property, name))
            .findFirst()
            .orElse(property);
  }
}
