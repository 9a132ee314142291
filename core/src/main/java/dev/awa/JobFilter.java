package dev.awa;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list; null for any.
 *
 * @param queue 1 to 200 characters that can be stored; another one is refused by who is asked
 * @param kind the same
 * @param before only jobs with a smaller id, which are older; for the next page
 * @param limit how many at most, 1 to 10,000
 */
public record JobFilter(
    @Nullable JobState state,
    @Nullable String queue,
    @Nullable String kind,
    @Nullable Long before,
    int limit) {
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

  /** The newest jobs of a state, queue and kind. */
  public JobFilter(
      @Nullable JobState state, @Nullable String queue, @Nullable String kind, int limit) {
    this(state, queue, kind, null, limit);
  }

  /** Any job. */
  public static JobFilter newest(int limit) {
    return new JobFilter(null, null, null, limit);
  }

  /** The same jobs, but only those with a smaller id. */
  public JobFilter withBefore(long id) {
    return new JobFilter(state, queue, kind, id, limit);
  }

  /** The same jobs, but no more than that. */
  public JobFilter withLimit(int most) {
    return new JobFilter(state, queue, kind, before, most);
  }
}
