package dev.awa.admin;

import dev.awa.QueueDepth;
import java.util.List;
import java.util.Map;

/**
 * What a queue held over time.
 *
 * @param queue its name
 * @param depth the most of each step, for steps in which it held anything
 */
public record QueueDepths(String queue, List<QueueDepth> depth) {
  /** Those of several queues, by name. */
  public static List<QueueDepths> of(Map<String, List<QueueDepth>> depths) {
    return depths.entrySet().stream()
        .map(one -> new QueueDepths(one.getKey(), List.copyOf(one.getValue())))
        .toList();
  }
}
