package dev.awa;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list. Immutable; begin with {@link #newest} and narrow it with the {@code with...}
 * methods.
 */
public final class JobFilter {
  /** The most that a filter lets through. */
  public static final int MAX_LIMIT = 10_000;

  private final Fields is;

  private JobFilter(Fields fields) {
    this.is = fields;
  }

  /**
   * The newest jobs, whatever they are.
   *
   * @param limit how many at most, 1 to 10,000
   * @throws IllegalArgumentException when the limit is out of its range
   */
  public static JobFilter newest(int limit) {
    return new JobFilter(new Fields()).withLimit(limit);
  }

  /**
   * Every job, for calls that change what a filter lets through: there a filter that names nothing
   * is refused unless it says that it means everything.
   *
   * @param limit how many at most, 1 to 10,000
   * @throws IllegalArgumentException when the limit is out of its range
   */
  public static JobFilter all(int limit) {
    return newest(limit).with(fields -> fields.all = true);
  }

  /** Whether it says that it means everything that it does not exclude. */
  public boolean isAll() {
    return is.all;
  }

  /** Jobs of this state only; null for any. */
  public @Nullable JobState state() {
    return is.state;
  }

  /** Jobs of this queue only; null for any. */
  public @Nullable String queue() {
    return is.queue;
  }

  /** Jobs of this kind only; null for any. */
  public @Nullable String kind() {
    return is.kind;
  }

  /** Jobs with a smaller id only, which are older: the next page; null for the first one. */
  public @Nullable Long before() {
    return is.before;
  }

  /** How many at most, 1 to 10,000. */
  public int limit() {
    return is.limit;
  }

  /** The same filter for another {@link #state}; null for any. */
  public JobFilter withState(@Nullable JobState state) {
    return with(fields -> fields.state = state);
  }

  /**
   * The same filter for another {@link #queue}; null for any. A name that no queue can have is
   * refused by the call that gets the filter.
   */
  public JobFilter withQueue(@Nullable String name) {
    return with(fields -> fields.queue = name);
  }

  /**
   * The same filter for another {@link #kind}; null for any. A name that no kind can have is
   * refused by the call that gets the filter.
   */
  public JobFilter withKind(@Nullable String name) {
    return with(fields -> fields.kind = name);
  }

  /** The same filter for jobs {@link #before} this one; null for the first page. */
  public JobFilter withBefore(@Nullable Long id) {
    return with(fields -> fields.before = id);
  }

  /**
   * The same filter with another {@link #limit}.
   *
   * @throws IllegalArgumentException when the limit is out of its range
   */
  public JobFilter withLimit(int most) {
    if (most < 1 || most > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: must be 1 to 10000, got " + most);
    }
    return with(fields -> fields.limit = most);
  }

  private JobFilter with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new JobFilter(fields);
  }

  /** Whether both let the same jobs through. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobFilter filter && is.all().equals(filter.is.all());
  }

  @Override
  public int hashCode() {
    return is.all().hashCode();
  }

  @Override
  public String toString() {
    return "JobFilter" + is.all();
  }

  /** Never changed once a filter has them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private @Nullable JobState state;
    private @Nullable String queue;
    private @Nullable String kind;
    private @Nullable Long before;
    private int limit;
    private boolean all;

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    List<@Nullable Object> all() {
      return Arrays.asList(state, queue, kind, before, limit, all);
    }
  }
}
