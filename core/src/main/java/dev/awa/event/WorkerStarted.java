package dev.awa.event;

import java.util.Map;
import java.util.Set;

/**
 * The worker has started.
 *
 * @param workerId its id; another one if it was declared dead and began anew
 * @param queues how many handlers may run at once for each queue
 * @param schema the schema of the queue
 * @param version the version of the schema
 * @param kinds the kinds that have a handler
 * @param connections how many connections it keeps; two more while it leads
 */
public record WorkerStarted(
    long workerId,
    Map<String, Integer> queues,
    String schema,
    int version,
    Set<String> kinds,
    int connections)
    implements WorkerEvent {
  @Override
  public String words() {
    return "started as worker "
        + workerId
        + (queues.isEmpty() ? " for the maintenance" : " on queues " + queues)
        + " of schema \""
        + schema
        + "\" (version "
        + version
        + "), handles "
        + kinds
        + "; keeps "
        + connections
        + " connections, two more while it leads";
  }

  @Override
  public Severity severity() {
    return Severity.NOTICE;
  }
}
