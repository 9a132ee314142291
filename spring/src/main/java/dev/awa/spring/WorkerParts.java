package dev.awa.spring;

import dev.awa.Encryption;
import dev.awa.Interceptor;
import dev.awa.JobContext;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.spring.AwaProperties.WorkerSettings;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Puts a worker together from the properties and the beans of the application. */
final class WorkerParts {
  private final ConfigurableListableBeanFactory beans;
  private final AwaProperties properties;
  private final DataSources sources;
  private final HandlerBeans handlers;
  private final JsonCodec codec;
  private final Shutdown shutdown;

  WorkerParts(
      ConfigurableListableBeanFactory beans,
      AwaProperties properties,
      DataSources sources,
      HandlerBeans handlers,
      JsonCodec codec,
      Duration timeout) {
    this.beans = beans;
    this.properties = properties;
    this.sources = sources;
    this.handlers = handlers;
    this.codec = codec;
    this.shutdown = Shutdown.within(timeout, properties.worker().grace());
  }

  /** A worker that is ready to start. */
  Worker.Builder worker() {
    Worker.Builder worker =
        Worker.of(sources.worker()).schema(properties.schema()).codec(codec).config(config());
    ServedQueues.of(properties.worker(), handlers.all()).forEach(worker::queue);
    handlers
        .all()
        .forEach(
            one -> worker.uncheckedHandler(one.kind(), one.type(), one.handler(), settings(one)));
    beans.getBeanProvider(Encryption.class).ifAvailable(worker::encryption);
    worker.around(this::inTheApplication);
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

  private HandlerConfig settings(FoundHandler one) {
    HandlerConfig settings = one.config();
    for (HandlerCustomizer customizer :
        beans.getBeanProvider(HandlerCustomizer.class).orderedStream().toList()) {
      settings = customizer.customize(one.kind(), settings);
    }
    return settings;
  }

  private WorkerConfig config() {
    WorkerSettings settings = properties.worker();
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
