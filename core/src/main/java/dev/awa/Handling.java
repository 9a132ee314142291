package dev.awa;

import java.util.List;
import java.util.Optional;

/**
 * Which kinds the living workers have handlers for, as the workers said when they started. A worker
 * of a version that does not say so may handle any kind.
 */
public final class Handling {
  private final List<KnownWorker> living;

  private Handling(List<KnownWorker> living) {
    this.living = living;
  }

  /** What these workers handle; dead ones and silent ones handle nothing. */
  public static Handling of(List<KnownWorker> workers) {
    return new Handling(workers.stream().filter(KnownWorker::lives).toList());
  }

  /**
   * Tells whether nobody handles a kind.
   *
   * @param queue where its jobs are
   * @param kind the kind
   * @param jobs how many jobs it is asked for; 0 for none in particular
   * @return empty when some worker of the queue handles the kind, or may handle it; also when no
   *     worker at all works on the queue, of which {@link dev.awa.client.Awa#health} warns
   */
  public Optional<Unhandled> missing(String queue, String kind, long jobs) {
    return living.stream().anyMatch(worker -> worker.queues().contains(queue))
        ? lacking(queue, kind, jobs)
        : Optional.empty();
  }

  /**
   * Tells whether nobody handles a kind, also when no worker at all works on the queue.
   *
   * @param queue where its jobs are
   * @param kind the kind
   * @param jobs how many jobs it is asked for; 0 for none in particular
   */
  public Optional<Unhandled> lacking(String queue, String kind, long jobs) {
    return living.stream()
            .filter(worker -> worker.queues().contains(queue))
            .anyMatch(worker -> worker.mayHandle(kind))
        ? Optional.empty()
        : Optional.of(new Unhandled(queue, kind, jobs));
  }
}
