package dev.awa;

import java.time.Instant;
import java.util.Optional;

/**
 * A filter of jobs that somebody has saved under a name, for everybody who looks.
 *
 * @param name 1 to {@link #NAME_CHARACTERS} characters
 * @param filter as people type it: {@code queue:mail state:failed}; {@link JobFilter#parse} reads
 *     it
 * @param savedAt when the filter was saved last
 * @param savedBy who did so
 */
public record SavedView(String name, String filter, Instant savedAt, String savedBy) {
  /** Characters (code points) of a name at most. */
  public static final int NAME_CHARACTERS = 100;

  /** Characters (code points) of a filter at most. */
  public static final int FILTER_CHARACTERS = 4000;

  /** How many views a schema has at most; two who save at once may make it one more. */
  public static final int MOST = 500;

  /**
   * Why its filter can't be read, in words: a newer library has saved it, for instance. Empty when
   * it can.
   */
  public Optional<String> trouble() {
    try {
      JobFilter.parse(filter, 1);
      return Optional.empty();
    } catch (InvalidFilterException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
