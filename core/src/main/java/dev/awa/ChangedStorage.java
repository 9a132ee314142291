package dev.awa;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the settings of the storage has done.
 *
 * @param settings all settings as they are now
 * @param changed what was overwritten, by the name of the setting; empty when all were so already
 */
public record ChangedStorage(StorageSettings settings, List<Setting> changed) {
  /** Keeps a copy of the list. */
  public ChangedStorage {
    changed = List.copyOf(changed);
  }

  /**
   * What was overwritten of one setting. Values are a {@code Duration}, or a {@code Long} where it
   * is a size in bytes.
   *
   * @param setting its name, as in {@code keep_history}
   * @param before what it was before
   * @param after what it is now
   * @param setBy who had changed it last; null when nobody had, or that is no longer known
   * @param setAt when that was; null when {@code setBy} is
   */
  public record Setting(
      String setting,
      Object before,
      Object after,
      @Nullable String setBy,
      @Nullable Instant setAt) {}
}
