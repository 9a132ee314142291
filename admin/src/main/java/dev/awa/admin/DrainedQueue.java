package dev.awa.admin;

import java.util.List;

/**
 * That a queue was drained.
 *
 * @param queue the queue
 * @param cancelled how many jobs were cancelled
 * @param warnings what a person should know: that nobody knows the queue; empty when that is
 *     nothing
 */
public record DrainedQueue(String queue, long cancelled, List<String> warnings) {
  /** Copies the list. */
  public DrainedQueue {
    warnings = List.copyOf(warnings);
  }
}
