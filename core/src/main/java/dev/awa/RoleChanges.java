package dev.awa;

import java.util.List;

/**
 * What became of the roles of all duties.
 *
 * @param gained what they have now and did not have before
 * @param lost what was taken from them, since their duties do not need it
 * @param hasQueue whether the schema holds a queue; else nothing could be granted yet: migrate as
 *     the migrator, and create the roles again
 */
public record RoleChanges(List<RoleRight> gained, List<RoleRight> lost, boolean hasQueue) {
  public RoleChanges {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
  }
}
