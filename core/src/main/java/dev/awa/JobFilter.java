package dev.awa;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are meant, and where among them a page begins. Immutable; begin with {@link #newest}
 * or with the text that the command line takes ({@link #parse}), and narrow it with the {@code
 * with...} methods. A job must fulfil all conditions.
 *
 * <p>State, queue, kind, ids and unique key are found by an index. For the other conditions jobs
 * are looked into one by one, some thousands for each page: {@link #cost} says so.
 */
public final class JobFilter {
  /** The most that a filter lets through. */
  public static final int MAX_LIMIT = 10_000;

  /** The most ids that a filter names. */
  public static final int MAX_IDS = 1_000;

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

  /**
   * The filter that a text means: {@code queue:mail state:failed after:-2h args.customer.id:7}. An
   * empty text names nothing. {@link FilterText} has the words.
   *
   * @param limit how many at most, 1 to 10,000
   * @throws InvalidFilterException when the text can't be understood; it says where and why
   */
  public static JobFilter parse(String text, int limit) {
    return FilterText.parse(text, newest(limit));
  }

  /** Whether it says that it means everything that it does not exclude. */
  public boolean isAll() {
    return is.all;
  }

  /** Whether it has no condition at all. */
  public boolean isEmpty() {
    return is.conditions().allMatch(JobFilter::isNothing);
  }

  private static boolean isNothing(@Nullable Object condition) {
    return condition == null
        || Boolean.FALSE.equals(condition)
        || (condition instanceof Collection<?> many && many.isEmpty());
  }

  /** Jobs of this state only; null for any. */
  public @Nullable JobState state() {
    return is.state;
  }

  /** Whether dead letters only: of the failed jobs those that wait for somebody. */
  public boolean isDeadLettersOnly() {
    return is.deadLetters;
  }

  /** Jobs of this queue only; null for any. */
  public @Nullable String queue() {
    return is.queue;
  }

  /** Jobs of this kind only; null for any. */
  public @Nullable String kind() {
    return is.kind;
  }

  /** Jobs of this priority only, as it was given, whatever it has aged to; null for any. */
  public @Nullable Integer priority() {
    return is.priority;
  }

  /** Jobs with this ordering key only; null for any. */
  public @Nullable String orderingKey() {
    return is.orderingKey;
  }

  /** Jobs with all of these tags. */
  public List<String> tags() {
    return is.tags;
  }

  /** Jobs that failed or were cancelled for this reason, all of it; null for any. */
  public @Nullable String reason() {
    return is.reason;
  }

  /** Jobs with this text in one of their errors, in upper or lower case; null for any. */
  public @Nullable String error() {
    return is.error;
  }

  /** Jobs whose arguments fulfil all of these. */
  public List<ArgCondition> args() {
    return is.args;
  }

  /** Jobs that were enqueued after this; null for any. */
  public @Nullable Moment createdAfter() {
    return is.createdAfter;
  }

  /** Jobs that were enqueued before this; null for any. */
  public @Nullable Moment createdBefore() {
    return is.createdBefore;
  }

  /** Jobs that finished after this; null for any. */
  public @Nullable Moment finishedAfter() {
    return is.finishedAfter;
  }

  /** Jobs that finished before this; null for any. */
  public @Nullable Moment finishedBefore() {
    return is.finishedBefore;
  }

  /** These jobs only; empty for any. */
  public List<Long> ids() {
    return is.ids;
  }

  /** The job that holds this unique key; null for any. */
  public @Nullable String uniqueKey() {
    return is.uniqueKey;
  }

  /** Whether the job that finished last comes first, and not the one with the highest id. */
  public boolean isByEnd() {
    return is.byEnd;
  }

  /** Where the page begins: with older ones than this; null for the newest. */
  public @Nullable JobCursor olderThan() {
    return is.olderThan;
  }

  /** Where the page ends: with newer ones than this, those next to it; null for the newest. */
  public @Nullable JobCursor newerThan() {
    return is.newerThan;
  }

  /** How many at most, 1 to 10,000. */
  public int limit() {
    return is.limit;
  }

  /** The same filter for another {@link #state}; null for any. */
  public JobFilter withState(@Nullable JobState state) {
    return with(fields -> {
      fields.state = state;
      fields.deadLetters = false;
    });
  }

  /** The same filter for dead letters only: {@link #isDeadLettersOnly}. */
  public JobFilter withDeadLettersOnly() {
    return with(fields -> {
      fields.state = JobState.FAILED;
      fields.deadLetters = true;
    });
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

  /**
   * The same filter for another {@link #priority}; null for any.
   *
   * @throws IllegalArgumentException when it is not 1 to 4
   */
  public JobFilter withPriority(@Nullable Integer number) {
    if (number != null && (number < 1 || number > Limits.MAX_PRIORITY)) {
      throw new IllegalArgumentException("priority: must be 1 to 4, got " + number);
    }
    return with(fields -> fields.priority = number);
  }

  /**
   * The same filter for another {@link #orderingKey}; null for any. A text that no key can be is
   * refused by the call that gets the filter.
   */
  public JobFilter withOrderingKey(@Nullable String key) {
    return with(fields -> fields.orderingKey = key);
  }

  /** The same filter for jobs with this tag too: {@link #tags}. */
  public JobFilter withTag(String tag) {
    return with(fields -> fields.tags = and(fields.tags, tag));
  }

  /** The same filter for another {@link #reason}; null for any. */
  public JobFilter withReason(@Nullable String text) {
    return with(fields -> fields.reason = text);
  }

  /** The same filter for another {@link #error}; null for any. */
  public JobFilter withError(@Nullable String text) {
    return with(fields -> fields.error = text);
  }

  /**
   * The same filter for jobs with this value in their arguments too: {@link #args}. Encrypted
   * arguments have none.
   */
  public JobFilter withArg(ArgCondition condition) {
    return with(fields -> fields.args = and(fields.args, condition));
  }

  /** The same filter for another {@link #createdAfter}; null for any. */
  public JobFilter withCreatedAfter(@Nullable Moment moment) {
    return with(fields -> fields.createdAfter = moment);
  }

  /** The same filter for another {@link #createdBefore}; null for any. */
  public JobFilter withCreatedBefore(@Nullable Moment moment) {
    return with(fields -> fields.createdBefore = moment);
  }

  /** The same filter for another {@link #finishedAfter}; null for any. */
  public JobFilter withFinishedAfter(@Nullable Moment moment) {
    return with(fields -> fields.finishedAfter = moment);
  }

  /** The same filter for another {@link #finishedBefore}; null for any. */
  public JobFilter withFinishedBefore(@Nullable Moment moment) {
    return with(fields -> fields.finishedBefore = moment);
  }

  /**
   * The same filter for these jobs only.
   *
   * @param some 1 to 1,000; a list without ids is refused, for who computed one wants no job, and a
   *     filter that names none means any
   * @throws IllegalArgumentException when there are none, or more
   */
  public JobFilter withIds(Collection<Long> some) {
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "ids: must be at least 1, got 0: a filter without ids would mean any job");
    }
    if (some.size() > MAX_IDS) {
      throw new IllegalArgumentException("ids: must be at most 1000, got " + some.size());
    }
    return with(fields -> fields.ids = List.copyOf(some));
  }

  /**
   * The same filter for the job that holds this key, as {@code awa job show} prints it in {@code
   * unique.key}; null for any. A job that has let go of its key is not found by it.
   *
   * @throws IllegalArgumentException when it is no hexadecimal number of whole bytes
   */
  public JobFilter withUniqueKey(@Nullable String key) {
    if (key != null && !key.matches("([0-9a-f]{2})+")) {
      throw new IllegalArgumentException(
          "unique key: must be written with the digits 0-9 and a-f, two for each byte, got " + key);
    }
    return with(fields -> fields.uniqueKey = key);
  }

  /**
   * The same filter, with the job that finished last first. Needs the state failed or cancelled, or
   * {@link #withDeadLettersOnly}: of other jobs no index knows when they finished.
   */
  public JobFilter withByEnd(boolean byEnd) {
    return with(fields -> fields.byEnd = byEnd);
  }

  /**
   * The same filter for the page with older ones than this: {@link JobPage#older}; null: newest.
   */
  public JobFilter withOlderThan(@Nullable JobCursor cursor) {
    return with(fields -> {
      fields.olderThan = cursor;
      fields.newerThan = null;
    });
  }

  /**
   * The same filter for the page with newer ones than this: {@link JobPage#newer}; null: newest.
   */
  public JobFilter withNewerThan(@Nullable JobCursor cursor) {
    return with(fields -> {
      fields.newerThan = cursor;
      fields.olderThan = null;
    });
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

  /**
   * What the filter costs, in words, where no index answers it; empty where one does. Nothing is
   * asked of the database.
   */
  public Optional<String> cost() {
    return FilterCost.of(this);
  }

  private static <T> List<T> and(List<T> some, T another) {
    return Stream.concat(some.stream(), Stream.of(another)).distinct().toList();
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

  /** Its conditions as {@link #parse} reads them, without limit and cursor. */
  @Override
  public String toString() {
    return FilterText.of(this);
  }

  /** Never changed once a filter has them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private @Nullable JobState state;
    private boolean deadLetters;
    private @Nullable String queue;
    private @Nullable String kind;
    private @Nullable Integer priority;
    private @Nullable String orderingKey;
    private List<String> tags = List.of();
    private @Nullable String reason;
    private @Nullable String error;
    private List<ArgCondition> args = List.of();
    private @Nullable Moment createdAfter;
    private @Nullable Moment createdBefore;
    private @Nullable Moment finishedAfter;
    private @Nullable Moment finishedBefore;
    private List<Long> ids = List.of();
    private @Nullable String uniqueKey;
    private boolean byEnd;
    private @Nullable JobCursor olderThan;
    private @Nullable JobCursor newerThan;
    private int limit;
    private boolean all;

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    Stream<@Nullable Object> conditions() {
      return Arrays.<@Nullable Object>asList(
          state,
          deadLetters,
          queue,
          kind,
          priority,
          orderingKey,
          tags,
          reason,
          error,
          args,
          createdAfter,
          createdBefore,
          finishedAfter,
          finishedBefore,
          ids,
          uniqueKey)
          .stream();
    }

    List<@Nullable Object> all() {
      return Arrays.asList(conditions().toList(), byEnd, olderThan, newerThan, limit, all);
    }
  }
}
