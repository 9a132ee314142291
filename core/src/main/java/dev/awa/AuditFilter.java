package dev.awa;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which entries of the audit are meant. Immutable; begin with {@link #newest}. */
public final class AuditFilter {
  /** The most that a filter lets through. */
  public static final int MAX_LIMIT = 1000;

  private static final Pattern TARGET = Pattern.compile("[a-z]{1,40}:.+", Pattern.DOTALL);

  private final int limit;
  private final @Nullable String by;
  private final @Nullable String action;
  private final @Nullable String target;
  private final @Nullable Instant after;
  private final @Nullable Instant before;
  private final long olderThan;

  private AuditFilter(
      int limit,
      @Nullable String by,
      @Nullable String action,
      @Nullable String target,
      @Nullable Instant after,
      @Nullable Instant before,
      long olderThan) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: must be 1 to 1000, got " + limit);
    }
    this.limit = limit;
    this.by = by;
    this.action = action;
    this.target = target;
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
    return new AuditFilter(limit, null, null, null, null, null, Long.MAX_VALUE);
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

  /** Of this thing only, {@code queue:mail} for instance; null: of any. */
  public @Nullable String target() {
    return target;
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
    return new AuditFilter(limit, name, action, target, after, before, olderThan);
  }

  /** The same filter of another action, {@code queue-pause} for instance; null: of any. */
  public AuditFilter withAction(@Nullable String word) {
    return new AuditFilter(limit, by, word, target, after, before, olderThan);
  }

  /**
   * The same filter of another thing; null: of any. What was asked for of several jobs at once is
   * found by each of those whose ids are in the target of the entry, with commas between.
   *
   * @param thing what it is and its name or id: {@code queue:mail}, {@code job:17}, {@code
   *     schedule:nightly}, {@code kind:send_receipt}, {@code operation:18}. The word before the
   *     colon is what the action begins with: {@code queue-pause} is of a queue. The name has up to
   *     200 characters
   * @throws IllegalArgumentException when it has no such word
   */
  public AuditFilter withTarget(@Nullable String thing) {
    if (thing != null && !TARGET.matcher(thing).matches()) {
      throw new IllegalArgumentException(
          "target: must be like queue:mail, job:17 or schedule:nightly, got \"" + thing + "\"");
    }
    return new AuditFilter(limit, by, action, thing, after, before, olderThan);
  }

  /** The same filter after another time; null: from the first on. */
  public AuditFilter withAfter(@Nullable Instant time) {
    return new AuditFilter(limit, by, action, target, time, before, olderThan);
  }

  /** The same filter before another time; null: until now. */
  public AuditFilter withBefore(@Nullable Instant time) {
    return new AuditFilter(limit, by, action, target, after, time, olderThan);
  }

  /** The same filter of the next page: of entries with an id below this. */
  public AuditFilter withOlderThan(long id) {
    return new AuditFilter(limit, by, action, target, after, before, id);
  }
}
