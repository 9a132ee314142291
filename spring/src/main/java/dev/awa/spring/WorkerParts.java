package dev.awa.spring;

import dev.awa.Encryption;
import dev.awa.Interceptor;
import dev.awa.JobContext;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.event.WorkerEvent;
import dev.awa.spring.AwaProperties.WorkerSettings;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Puts a worker together from its properties and the beans of the application. */
final class WorkerParts {
  private final String name;
  private final WorkerSettings settings;
  private final Queues queues;
  private final OfAll all;
  private final Shutdown shutdown;

  /** Which queues a worker works on, and how many jobs of each run at once. */
  interface Queues {
    Map<String, Integer> of(List<FoundHandler> handlers);
  }

  /**
   * What all workers of the application have in common.
   *
   * @param timeout how long a phase of the shutdown may take
   */
  record OfAll(
      ConfigurableListableBeanFactory beans,
      AwaProperties properties,
      DataSources sources,
      HandlerBeans handlers,
      JsonCodec codec,
      Listeners listeners,
      Duration timeout) {}

  WorkerParts(String name, WorkerSettings settings, Queues queues, OfAll all) {
    this.name = name;
    this.settings = settings;
    this.queues = queues;
    this.all = all;
    this.shutdown = Shutdown.within(property("grace"), all.timeout(), settings.grace());
  }

  /** The property of the worker that is called so. */
  private String property(String what) {
    return (name.equals(AwaWorker.USUAL) ? "awa.worker." : "awa.workers." + name + ".") + what;
  }

  /** What the application calls the worker. */
  String name() {
    return name;
  }

  /** Which queues the worker works on, and how many jobs of each run at once. */
  Map<String, Integer> queues() {
    return queues.of(all.handlers().all());
  }

  /** Which data source it was given, for messages; empty where it was given none. */
  String source() {
    return settings.dataSource() == null
        ? ""
        : " (" + property("data-source") + "=" + settings.dataSource() + ")";
  }

  /** A worker that is ready to start. */
  Worker.Builder worker(WorkerWatch watch) {
    Worker.Builder worker =
        Worker.of(all.sources().worker(property("data-source"), settings.dataSource()))
            .schema(all.properties().schema())
            .codec(all.codec());
    queues().forEach(worker::queue);
    worker.listen(WorkerEvent.class, watch);
    furnish(worker);
    return worker;
  }

  /** Gives a worker the handlers, and all else that the application says of how jobs run. */
  void furnish(Worker.Builder worker) {
    worker.config(config());
    for (FoundHandler one : all.handlers().all()) {
      worker.uncheckedHandler(one.kind(), one.type(), one.handler(), settings(one));
    }
    all.beans().getBeanProvider(Encryption.class).ifAvailable(worker::encryption);
    worker.around(this::inTheApplication);
    all.beans().getBeanProvider(Interceptor.class).orderedStream().forEach(worker::around);
    all.listeners().addTo(worker, name);
    all.beans()
        .getBeanProvider(WorkerCustomizer.class)
        .orderedStream()
        .forEach(one -> one.customize(worker));
  }

  private HandlerConfig settings(FoundHandler one) {
    HandlerConfig handling = one.config();
    for (HandlerCustomizer customizer :
        all.beans().getBeanProvider(HandlerCustomizer.class).orderedStream().toList()) {
      handling = customizer.customize(one.kind(), handling);
    }
    return handling;
  }

  /** The settings of the worker, before a customizer changes them. */
  WorkerConfig config() {
    WorkerConfig config =
        shutdown.in(
            WorkerConfig.defaults()
                .withDeadline(settings.deadline())
                .withTimings(settings.timings())
                .withStackAfter(settings.stackAfter()));
    return settings.name() == null ? config : config.withName(settings.name());
  }

  /** The handlers that Awa is given are of the starter's class loader. */
  private Outcome inTheApplication(JobContext context, Callable<Outcome> next) throws Exception {
    Thread.currentThread().setContextClassLoader(all.beans().getBeanClassLoader());
    return next.call();
  }
}
