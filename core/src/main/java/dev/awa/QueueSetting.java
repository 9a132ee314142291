package dev.awa;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a queue that holds for all of its workers and can be changed while they run. Its
 * name in SQL, in JSON and of the option of {@code awa queue set} is that of the constant in small
 * letters.
 */
public enum QueueSetting {
  /**
   * How many jobs of the queue one worker runs at once; default as each worker says. If it is
   * lowered, what runs is finished, and no job begins until fewer run. Too small leaves jobs
   * waiting, too large makes handlers wait for each other.
   */
  CONCURRENCY(1, 1_000_000),

  /**
   * How often a worker that hears no notifications looks for jobs; default as each worker says (200
   * ms). A worker looks at all of its queues at once, as often as the shortest poll of them says.
   * Too short costs CPU, too long delays jobs behind a transaction pooler.
   */
  POLL(Duration.ofMillis(10), Duration.ofHours(1)),

  /**
   * How many jobs one call claims at most; default 512. Smaller claims share a queue of long jobs
   * more evenly among workers and cost more calls.
   */
  CLAIM_SIZE(1, 512),

  /**
   * How long an attempt may take of a job that says nothing of it; takes the place of what the
   * handler and the worker say. Holds for attempts that begin afterwards. Too short fails good
   * work, none lets a stuck handler keep its permit.
   */
  DEADLINE(Limits.MIN_DEADLINE, Limits.MAX_DEADLINE),

  /**
   * How often a job is tried at most, where the job or its handler does not allow fewer; default as
   * they say. It counts when an attempt fails.
   */
  MAX_ATTEMPTS(1, Limits.MAX_ATTEMPTS),

  /**
   * How long a job waits after its first failed attempt, and twice as long after each further one;
   * takes the place of the back-off of the handler. Default as the handler says, or 2 s where only
   * the longest is set. Up to a quarter more at random. Too short wears out all attempts during an
   * outage.
   */
  RETRY_DELAY(Duration.ZERO, Limits.MAX_DELAY),

  /**
   * The longest wait between two attempts; default 24 hours where {@code retry_delay} is set. With
   * the same value as {@code retry_delay} every wait is as long; a shorter one is refused.
   */
  LONGEST_RETRY_DELAY(Duration.ZERO, Limits.MAX_DELAY),

  /**
   * For how long completed jobs are wanted, counted from the end of their segment; default as the
   * storage says (an hour). Completed jobs lie in segments that all queues share and that are
   * emptied as a whole: a segment stays as long as one of the queues with jobs in it wants, while
   * the ring has room. So zero keeps nothing for this queue, and jobs of it go with those of the
   * others.
   */
  KEEP_COMPLETED(Duration.ZERO, Limits.MAX_DELAY),

  /**
   * How long failed and cancelled jobs are kept; default as the storage says (3 days). What is set
   * of a kind ({@link KindChange}) wins over the queue.
   */
  KEEP_FAILED(Duration.ZERO, Limits.MAX_DELAY),

  /**
   * How long dead letters are kept; default as the storage says (30 days). What is set of a kind
   * ({@link KindChange}) wins over the queue.
   */
  KEEP_DEAD_LETTERS(Duration.ZERO, Limits.MAX_DELAY),

  /**
   * After how long of waiting a job counts as one priority better; default 60 s, zero for never.
   * Too short makes priorities meaningless, too long lets jobs of a low priority starve.
   */
  AGING(Duration.ZERO, Limits.MAX_DELAY),

  /**
   * Whether jobs that fail for good become dead letters; default true. If not, they are failed
   * jobs, kept for the time of those.
   */
  DEAD_LETTERS,

  /**
   * Into how many stripes the queue is split; default 1. See {@code Queues.split} for when to do
   * that and what it costs.
   */
  STRIPES(1, Limits.STRIPES);

  @SuppressWarnings("ImmutableEnumChecker") // an Integer or a Duration
  private final @Nullable Comparable<?> least;

  @SuppressWarnings("ImmutableEnumChecker")
  private final @Nullable Comparable<?> most;

  QueueSetting() {
    this.least = null;
    this.most = null;
  }

  QueueSetting(int least, int most) {
    this.least = least;
    this.most = most;
  }

  QueueSetting(Duration least, Duration most) {
    this.least = least;
    this.most = most;
  }

  /** The setting of a name, as {@link #toString} writes it; empty when there is none. */
  public static Optional<QueueSetting> of(String name) {
    return Stream.of(values()).filter(one -> one.toString().equals(name)).findFirst();
  }

  /** What its values are: {@code Integer}, {@code Duration} or {@code Boolean}. */
  public Class<?> type() {
    return least == null ? Boolean.class : least.getClass();
  }

  /** The smallest value; null when it is true or false. */
  public @Nullable Object least() {
    return least;
  }

  /** The largest value; null when it is true or false. */
  public @Nullable Object most() {
    return most;
  }

  /**
   * Checks a value.
   *
   * @return the same value
   * @throws IllegalArgumentException when it is not of the setting's type, or out of its range
   */
  Object check(Object value) {
    if (!type().isInstance(value)) {
      throw new IllegalArgumentException(
          this + ": must be a " + type().getSimpleName() + ", got " + value);
    }
    boolean isGood =
        switch (value) {
          case Integer number -> isBetween(number, (Integer) least, (Integer) most);
          case Duration time -> isBetween(time, (Duration) least, (Duration) most);
          default -> true;
        };
    if (!isGood) {
      throw new IllegalArgumentException(
          this + ": must be " + words(least) + " to " + words(most) + ", got " + words(value));
    }
    return value;
  }

  private static <T extends Comparable<T>> boolean isBetween(
      T value, @Nullable T least, @Nullable T most) {
    return (least == null || value.compareTo(least) >= 0)
        && (most == null || value.compareTo(most) <= 0);
  }

  private static String words(@Nullable Object value) {
    if (value instanceof Duration time) {
      boolean isWhole = time.toMillisPart() == 0 || time.isNegative();
      return isWhole ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
    return String.valueOf(value);
  }

  /** Its name in SQL and JSON: {@code claim_size}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
