package dev.awa.spring;

import dev.awa.Interceptor;
import dev.awa.JobContext;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.event.WorkerEvent;
import dev.awa.spring.AwaProperties.WorkerSettings;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Puts a worker together from the properties and the beans of the application. */
final class WorkerParts {
  private final ConfigurableListableBeanFactory beans;
  private final AwaProperties properties;
  private final WorkerSettings settings;
  private final DataSources sources;
  private final Queues queues;
  private final HandlerBeans handlers;
  private final JsonCodec codec;
  private final Shutdown shutdown;

  /** Which queues a worker works on, and how many jobs of each run at once. */
  interface Queues {
    Map<String, Integer> of(List<FoundHandler> handlers);
  }

  WorkerParts(
      ConfigurableListableBeanFactory beans,
      AwaProperties properties,
      WorkerSettings settings,
      Queues queues,
      DataSources sources,
      HandlerBeans handlers,
      JsonCodec codec,
      Duration timeout) {
    this.beans = beans;
    this.properties = properties;
    this.settings = settings;
    this.queues = queues;
    this.sources = sources;
    this.handlers = handlers;
    this.codec = codec;
    this.shutdown = Shutdown.within(timeout, settings.grace());
  }

  /** Which queues the worker works on, and how many jobs of each run at once. */
  Map<String, Integer> queues() {
    return queues.of(handlers.all());
  }

  /** A worker that is ready to start. */
  Worker.Builder worker(WorkerWatch watch) {
    Worker.Builder worker =
        Worker.of(sources.worker(settings))
            .schema(properties.schema())
            .codec(codec)
            .config(config());
    queues().forEach(worker::queue);
    handlers
        .all()
        .forEach(
            one -> worker.uncheckedHandler(one.kind(), one.type(), one.handler(), one.config()));
    worker.around(this::inTheApplication).listen(WorkerEvent.class, watch);
    beans.getBeanProvider(Interceptor.class).orderedStream().forEach(worker::around);
    for (String name : beans.getBeanNamesForType(EventListener.class)) {
      listen(worker, name);
    }
    beans
        .getBeanProvider(WorkerCustomizer.class)
        .orderedStream()
        .forEach(one -> one.customize(worker));
    return worker;
  }

  /** The settings of the worker, before a customizer changes them. */
  WorkerConfig config() {
    WorkerConfig config = shutdown.in(WorkerConfig.defaults().withDeadline(settings.deadline()));
    return settings.name() == null ? config : config.withName(settings.name());
  }

  /** The handlers that Awa is given are of the starter's class loader. */
  private Outcome inTheApplication(JobContext context, Callable<Outcome> next) throws Exception {
    Thread.currentThread().setContextClassLoader(beans.getBeanClassLoader());
    return next.call();
  }

  @SuppressWarnings("unchecked") // the bean declares which events it hears
  private void listen(Worker.Builder worker, String name) {
    Type heard = new BeanTypes(beans).argument(name, EventListener.class);
    if (!(heard instanceof Class<?> type) || !Event.class.isAssignableFrom(type)) {
      throw new AwaStartException(
          "EventListener bean \"" + name + "\": its type does not tell which events it hears.",
          "Declare it with the class of the events, as in \"@Bean EventListener<JobEvent.Failed>\""
              + " or \"class Pager implements EventListener<JobEvent.Failed>\".");
    }
    worker.listen((Class<Event>) type, beans.getBean(name, EventListener.class));
  }
}
