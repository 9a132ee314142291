package dev.awa;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; null for any.
 *
 * @param limit how many at most, 1 to 10,000
 */
public record JobFilter(
    @Nullable JobState state, @Nullable String queue, @Nullable String kind, int limit) {
  /** The most that a filter lets through. */
  public static final int MAX_LIMIT = 10_000;

  /**
   * Checks the filter.
   *
   * @throws IllegalArgumentException when a part is out of its range; it says which
   */
  public JobFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: must be 1 to 10000, got " + limit);
    }
  }

  /** Any job. */
  public static JobFilter newest(int limit) {
    return new JobFilter(null, null, null, limit);
  }
}
