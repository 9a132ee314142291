package dev.awa.event;

import dev.awa.StrayKeys.StrayKey;
import java.util.List;

/**
 * Unique keys were let go that were held by ids that are no jobs.
 *
 * @param keys the keys, and who held each
 */
public record StrayKeysLetGo(List<StrayKey> keys) implements MaintenanceEvent {
  private static final int NAMED = 5;

  /** Keeps a copy of the list. */
  public StrayKeysLetGo {
    keys = List.copyOf(keys);
  }

  @Override
  public String words() {
    return "let go of "
        + keys.size()
        + " unique keys that were held by ids that are no jobs, the first of them: "
        + keys.subList(0, Math.min(NAMED, keys.size()));
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
