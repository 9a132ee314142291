package dev.awa;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some jobs of a list, newest first.
 *
 * @param jobs fewer than were asked for, or none, when the page has looked at enough rows
 * @param next the id before which the next page begins; empty when nothing is left
 */
public record JobPage(List<StoredJob> jobs, OptionalLong next) {
  /** Keeps a copy of the list. */
  public JobPage {
    jobs = List.copyOf(jobs);
  }
}
