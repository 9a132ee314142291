package dev.awa.spring;

import dev.awa.spring.AwaProperties.WorkerSettings;
import dev.awa.worker.WorkerConfig;
import java.util.ArrayList;
import java.util.List;

/** The workers that the properties name: the usual one, and those of {@code awa.workers}. */
final class WorkersOfProperties {
  private WorkersOfProperties() {}

  /** All that run in this process. */
  static List<OneWorker> of(WorkerParts.OfAll parts) {
    AwaProperties properties = parts.properties();
    List<OneWorker> all = new ArrayList<>();
    all.add(
        new OneWorker(
            new WorkerParts(
                AwaWorker.USUAL,
                properties.worker(),
                handlers -> ServedQueues.ofUsual(properties, handlers),
                parts)));
    properties
        .workers()
        .forEach((name, settings) -> {
          if (settings.enabled()) {
            WorkerSettings own = settings.settings(name + " " + WorkerConfig.defaults().name());
            all.add(
                new OneWorker(
                    new WorkerParts(
                        name, own, handlers -> ServedQueues.of(settings, handlers), parts)));
          }
        });
    return all;
  }
}
