package dev.awa.spring;

import dev.awa.spring.AwaProperties.WorkerSettings;
import dev.awa.worker.WorkerConfig;
import java.util.ArrayList;
import java.util.List;

/** The workers that the properties name: the usual one, and those of {@code awa.workers}. */
final class WorkersOfProperties {
  private final AwaProperties properties;
  private final Making making;

  /** What else a worker is made of. */
  interface Making {
    WorkerParts parts(WorkerSettings settings, WorkerParts.Queues queues);
  }

  WorkersOfProperties(AwaProperties properties, Making making) {
    this.properties = properties;
    this.making = making;
  }

  /** All that run in this process. */
  List<OneWorker> all() {
    List<OneWorker> all = new ArrayList<>();
    all.add(
        new OneWorker(
            AwaWorker.USUAL,
            making.parts(
                properties.worker(), handlers -> ServedQueues.ofUsual(properties, handlers))));
    properties
        .workers()
        .forEach((name, settings) -> {
          if (settings.enabled()) {
            WorkerSettings own = settings.settings(name + " " + WorkerConfig.defaults().name());
            all.add(
                new OneWorker(
                    name, making.parts(own, handlers -> ServedQueues.of(settings, handlers))));
          }
        });
    return all;
  }
}
