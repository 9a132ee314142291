package dev.awa.event;

import java.util.List;

/**
 * Jobs wait in queues that no living worker works on. Told once a queue, when it was so at two
 * looks in a row, and again only after a worker has come and gone.
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
    return "jobs wait in queues that no worker works on: "
        + queues.subList(0, Math.min(NAMED, queues.size()))
        + (others > 0 ? " and " + others + " others" : "")
        + ". Start one for them, or is a name misspelt?";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
