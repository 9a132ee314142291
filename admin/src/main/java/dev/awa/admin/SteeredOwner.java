package dev.awa.admin;

import java.util.List;

/**
 * That the schedules of an owner were retired or brought back.
 *
 * @param owner the owner
 * @param schedules the names of those that were not so yet
 */
public record SteeredOwner(String owner, List<String> schedules) {
  /** Copies the list. */
  public SteeredOwner {
    schedules = List.copyOf(schedules);
  }
}
