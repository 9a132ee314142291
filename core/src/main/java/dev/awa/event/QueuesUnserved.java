package dev.awa.event;

import java.util.List;

/**
 * Jobs wait in queues that no living worker works on. A queue is announced once, when two looks in
 * a row found it so; again only after a worker of the queue has come and gone.
 *
 * @param queues the queues, in the order of their names
 */
public record QueuesUnserved(List<String> queues) implements MaintenanceEvent {
  private static final int NAMED = 100;

  /** Keeps a copy of the list. */
  public QueuesUnserved {
    queues = List.copyOf(queues);
  }

  @Override
  public String words() {
    int others = queues.size() - NAMED;
    return "jobs wait in queues that no living worker works on: "
        + String.join(", ", queues.subList(0, Math.min(NAMED, queues.size())))
        + (others > 0 ? " and " + others + " others" : "")
        + ". Start a worker for each of these queues; or the producer misspelt a name";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
