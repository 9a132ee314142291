package dev.awa.spring;

import dev.awa.event.Event;
import dev.awa.event.EventListener;
import dev.awa.worker.Worker;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The beans of the application that hear events. A bean hears of all workers, one event after the
 * other.
 */
final class Listeners {
  private final ConfigurableListableBeanFactory beans;
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  Listeners(ConfigurableListableBeanFactory beans) {
    this.beans = beans;
  }

  /** Has all of them hear of a worker. */
  void addTo(Worker.Builder worker, String workerName) {
    for (String name : beans.getBeanNamesForType(EventListener.class)) {
      listen(worker, workerName, name);
    }
    if (!workerName.equals(AwaWorker.USUAL)) {
      for (PerWorker one : beans.getBeanProvider(PerWorker.class)) {
        EventListener<Event> listener = one.of(workerName);
        if (listener != null) {
          worker.listen(Event.class, listener);
        }
      }
    }
  }

  private void listen(Worker.Builder worker, String workerName, String name) {
    Class<Event> type = heard(name);
    @SuppressWarnings("unchecked") // the bean declares which events it hears
    EventListener<Event> listener = beans.getBean(name, EventListener.class);
    if (workerName.equals(AwaWorker.USUAL)
        || beans.getBeanProvider(PerWorker.class).stream()
            .noneMatch(one -> one.isOfOne(listener))) {
      worker.listen(type, inTurn(name, listener));
    }
  }

  /** Each worker has a thread for each listener. */
  private EventListener<Event> inTurn(String name, EventListener<Event> listener) {
    ReentrantLock turn = turns.computeIfAbsent(name, ignored -> new ReentrantLock());
    return event -> {
      turn.lock();
      try {
        listener.onEvent(event);
      } finally {
        turn.unlock();
      }
    };
  }

  @SuppressWarnings("unchecked") // looked at
  private Class<Event> heard(String name) {
    Type heard = new BeanTypes(beans).argument(name, EventListener.class);
    if (!(heard instanceof Class<?> type) || !Event.class.isAssignableFrom(type)) {
      throw new AwaStartException(
          "EventListener bean \"" + name + "\": its type does not tell which events it hears.",
          "Declare it with the class of the events, as in \"@Bean EventListener<JobEvent.Failed>\""
              + " or \"class Pager implements EventListener<JobEvent.Failed>\".");
    }
    return (Class<Event>) type;
  }
}
