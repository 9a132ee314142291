package dev.awa.admin;

import java.util.List;

/**
 * How many jobs were cancelled.
 *
 * @param cancelled how many
 * @param warnings what a person should know: that nobody knows the queue or the kind; empty when
 *     that is nothing
 */
public record CancelledJobs(long cancelled, List<String> warnings) {
  /** Copies the list. */
  public CancelledJobs {
    warnings = List.copyOf(warnings);
  }
}
