package dev.awa;

import java.util.List;

/**
 * What a look for stray keys found: unique keys that were held by an id that is no job, so that
 * every job that wanted one was taken for a duplicate. They were let go.
 *
 * @param lookedAt how many unique keys were looked at
 * @param letGo how many were let go
 * @param first the first of those, {@value #SHOWN} at most
 */
public record StrayKeys(long lookedAt, long letGo, List<StrayKey> first) {
  /** How many are named. */
  public static final int SHOWN = 100;

  /**
   * A stray key.
   *
   * @param key in hexadecimal digits
   * @param holder the id that held it
   */
  public record StrayKey(String key, long holder) {}

  public StrayKeys {
    first = List.copyOf(first);
  }
}
