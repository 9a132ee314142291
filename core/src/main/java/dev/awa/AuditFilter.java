package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which entries of the audit are meant. Immutable; begin with {@link #newest}. */
public final class AuditFilter {
  /** The most that a filter lets through. */
  public static final int MAX_LIMIT = 1000;

  private final int limit;
  private final @Nullable String by;
  private final @Nullable String action;
  private final @Nullable Instant after;
  private final @Nullable Instant before;
  private final long olderThan;

  private AuditFilter(
      int limit,
      @Nullable String by,
      @Nullable String action,
      @Nullable Instant after,
      @Nullable Instant before,
      long olderThan) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: must be 1 to 1000, got " + limit);
    }
    this.limit = limit;
    this.by = by;
    this.action = action;
    this.after = after;
    this.before = before;
    this.olderThan = olderThan;
  }

  /**
   * The newest entries.
   *
   * @param limit how many at most, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of its range
   */
  public static AuditFilter newest(int limit) {
    return new AuditFilter(limit, null, null, null, null, Long.MAX_VALUE);
  }

  /** How many at most. */
  public int limit() {
    return limit;
  }

  /** Of this person only; null: of any. */
  public @Nullable String by() {
    return by;
  }

  /** Of this action only; null: of any. */
  public @Nullable String action() {
    return action;
  }

  /** After this time only; null: from the first on. */
  public @Nullable Instant after() {
    return after;
  }

  /** Before this time only; null: until now. */
  public @Nullable Instant before() {
    return before;
  }

  /** With an id below this only. */
  public long olderThan() {
    return olderThan;
  }

  /** The same filter of another person; null: of any. */
  public AuditFilter withBy(@Nullable String name) {
    return new AuditFilter(limit, name, action, after, before, olderThan);
  }

  /** The same filter of another action, {@code queue-pause} for instance; null: of any. */
  public AuditFilter withAction(@Nullable String word) {
    return new AuditFilter(limit, by, word, after, before, olderThan);
  }

  /** The same filter after another time; null: from the first on. */
  public AuditFilter withAfter(@Nullable Instant time) {
    return new AuditFilter(limit, by, action, time, before, olderThan);
  }

  /** The same filter before another time; null: until now. */
  public AuditFilter withBefore(@Nullable Instant time) {
    return new AuditFilter(limit, by, action, after, time, olderThan);
  }

  /** The same filter of the next page: of entries with an id below this. */
  public AuditFilter withOlderThan(long id) {
    return new AuditFilter(limit, by, action, after, before, id);
  }
}
