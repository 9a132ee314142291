package dev.awa.event;

import dev.awa.StrayKeys.StrayKey;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Unique keys were let go because the ids that held them are no jobs. Until then, each job with
 * such a key was taken for a duplicate.
 *
 * @param keys each key, and the id that held it
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
        + (keys.size() == 1 ? " unique key that was" : " unique keys that were")
        + " held by ids that are no jobs: "
        + keys.stream()
            .limit(NAMED)
            .map(key -> key.key() + " (held by id " + key.holder() + ")")
            .collect(Collectors.joining(", "))
        + (keys.size() > NAMED ? ", ..." : "")
        + ". Until now each job with such a key was taken for a duplicate. Were jobs deleted by"
        + " hand?";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }
}
