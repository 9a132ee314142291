package dev.awa;

import java.util.List;

/**
 * What became of the roles of all duties.
 *
 * @param gained what they have now and did not have before
 * @param lost what was taken from them, since their duties do not need it; and what the schema's
 *     owner before, and those who owned something in it, lost to the migrator ({@code owner of
 *     schema}). They may do nothing in it any more until somebody grants them a duty. Superusers
 *     and members of the migrator lose nothing, and are not listed
 * @param hasQueue whether the schema holds a queue; else nothing could be granted yet: migrate as
 *     the migrator, and create the roles again
 */
public record RoleChanges(List<RoleRight> gained, List<RoleRight> lost, boolean hasQueue) {
  public RoleChanges {
    gained = List.copyOf(gained);
    lost = List.copyOf(lost);
  }
}
