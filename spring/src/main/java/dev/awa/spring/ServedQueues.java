package dev.awa.spring;

import dev.awa.spring.AwaProperties.QueueSettings;
import dev.awa.spring.AwaProperties.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues that the worker works on: those of the properties, and those that handlers name. */
final class ServedQueues {
  private ServedQueues() {}

  /** How many jobs of each run at once; no queue of which none may run. */
  static Map<String, Integer> of(WorkerSettings worker, List<FoundHandler> handlers) {
    Map<String, Integer> queues = new LinkedHashMap<>();
    handlers.forEach(one -> queues.put(one.queue(), worker.concurrency()));
    List<String> named = List.copyOf(queues.keySet());
    worker
        .queues()
        .forEach((property, settings) -> queues.put(name(property, named), concurrency(settings)));
    queues.values().removeIf(concurrency -> concurrency == 0);
    return queues;
  }

  private static String name(String property, List<String> named) {
    return named.contains(property)
        ? property
        : named.stream()
            .filter(name -> HandlerRules.isOf(property, name))
            .findFirst()
            .orElse(property);
  }

  private static int concurrency(QueueSettings settings) {
    return settings.concurrency();
  }
}
