package dev.awa.worker;

import dev.awa.event.Event;
import dev.awa.event.Severity;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what is announced. */
public final class Announced implements Consumer<Event> {
  private final List<Event> events = new CopyOnWriteArrayList<>();

  @Override
  public void accept(Event event) {
    events.add(event);
  }

  /** Severity and words of each that an operator is told of. */
  public List<String> told() {
    return events.stream()
        .filter(event -> event.severity() != Severity.DETAIL)
        .map(event -> event.severity() + " " + event.words())
        .toList();
  }

  /** Those of one type. */
  public <E extends Event> List<E> all(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
