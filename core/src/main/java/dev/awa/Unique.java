package dev.awa;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What makes two jobs the same. The key is made from the kind and the parts named here; while a
 * live job (one that has not finished) holds it, another job with that key is a duplicate. The key
 * is computed by the database, so every program that enqueues gets the same one. Immutable.
 */
public final class Unique {
  /** What enqueueing a duplicate leads to. */
  public enum OnConflict {
    /** The call returns the id of the job that is there already. */
    RETURN,
    /**
     * The call throws {@link DuplicateJobException} and writes nothing; the caller's transaction
     * stays usable.
     */
    FAIL,
    /**
     * The job that is there is replaced while it waits for its time: it keeps its id and is the new
     * job in all else. The call returns its id, and {@link Enqueued.Verdict#REPLACED}.
     */
    REPLACE
  }

  private static final Unique NOTHING = new Unique(new Fields());

  private final Fields is;

  private Unique(Fields fields) {
    this.is = fields;
  }

  /** Same kind, same arguments. */
  public static Unique byArguments() {
    return NOTHING.with(key -> key.byArgs = true);
  }

  /**
   * Same kind, same values of these top-level argument fields.
   *
   * @throws InvalidJobException when none is named: every job of the kind would be a duplicate
   */
  public static Unique byFields(String... names) {
    if (names.length == 0) {
      throw new InvalidJobException("unique.fields", "[]", "must be a list of field names");
    }
    List<String> fields = List.of(names);
    return NOTHING.with(key -> key.fields = fields);
  }

  /**
   * Same kind, same text.
   *
   * @throws InvalidJobException when it is null: every job of the kind would be a duplicate
   */
  public static Unique byText(String text) {
    if (text == null) { // from code that is not checked for it
      throw new InvalidJobException("unique.key", "null", "must be a text");
    }
    return NOTHING.with(key -> key.key = text);
  }

  /** Same kind, whatever the arguments. */
  public static Unique byKind() {
    return NOTHING;
  }

  /** Whether the queue is part of the key. */
  public boolean byQueue() {
    return is.byQueue;
  }

  /** Whether all arguments are part of the key, compared as JSON values. */
  public boolean byArgs() {
    return is.byArgs;
  }

  /**
   * The top-level fields of the arguments that are part of the key; empty when none is, or all.
   * Each must be there, if only as null, or be a property of the arguments' type: a mistyped one
   * would make every job a duplicate of the first.
   */
  public List<String> fields() {
    return is.fields;
  }

  /** A text of the caller's that is part of the key, 1 to 200 characters; null for none. */
  public @Nullable String key() {
    return is.key;
  }

  /**
   * Time as a part of the key: at most one job each period, counted from the Unix epoch on the
   * database's clock, 1 s to 3650 days; the key of a period is let go when the period is over. Null
   * for none.
   */
  public @Nullable Duration period() {
    return is.period;
  }

  /**
   * The finished states ({@code COMPLETED}, {@code FAILED}, {@code CANCELLED}) in which the key
   * stays held.
   */
  public Set<JobState> heldAfter() {
    return is.heldAfter;
  }

  /** What a duplicate leads to. */
  public OnConflict onConflict() {
    return is.onConflict;
  }

  /**
   * How long after the first was enqueued the job's time comes at the latest, however often it is
   * replaced; 1 s to 3650 days, null for no limit.
   */
  public @Nullable Duration longestWait() {
    return is.longestWait;
  }

  /** Jobs of other queues are not the same. */
  public Unique withinQueue() {
    return with(key -> key.byQueue = true);
  }

  /** Jobs with another text of the caller's, or with none, are not the same. */
  public Unique withText(String text) {
    return with(key -> key.key = text);
  }

  /** At most one each period, also when the first has completed meanwhile. */
  public Unique oncePer(Duration length) {
    Set<JobState> states = EnumSet.of(JobState.COMPLETED);
    states.addAll(is.heldAfter);
    return with(key -> {
      key.period = length;
      key.heldAfter = Set.copyOf(states);
    });
  }

  /**
   * The key stays held in these finished states, and in no others.
   *
   * @throws InvalidJobException when one is not {@code COMPLETED}, {@code FAILED} or {@code
   *     CANCELLED}
   */
  public Unique heldAfter(JobState... states) {
    Set<JobState> all = Set.of(states);
    for (JobState state : all) {
      if (!state.isFinished()) {
        throw new InvalidJobException(
            "unique.heldAfter",
            state,
            "must be completed, failed or cancelled: live jobs always hold their key");
      }
    }
    return with(key -> key.heldAfter = all);
  }

  /** A duplicate is refused with {@link DuplicateJobException}. */
  public Unique orFail() {
    return with(key -> key.onConflict = OnConflict.FAIL);
  }

  /**
   * A job replaces the one that holds its key, while that waits for its time (debounce). The job
   * that is there keeps its id and the time at which it was made; arguments, time, queue, priority
   * and all else are those of the new one. So a job with a delay of ten seconds runs when nobody
   * has enqueued another one for ten seconds, with the newest arguments; {@link #withLongestWait}
   * says how long that may go on.
   *
   * <p>The job needs a delay or a time to run at. Once its time has come it is not replaced any
   * more, and has let its key go: what is enqueued then is a job of its own, so no arguments are
   * lost, and both may run at the same time. Where the key stays held in some finished state
   * ({@link #heldAfter}, {@link #oncePer}) the job keeps it on: what is enqueued then is a
   * duplicate.
   *
   * <p>An open transaction that has replaced a job keeps it from being promoted, cancelled and
   * edited until it ends, and keeps waiting whoever enqueues the same unique key.
   */
  public Unique orReplace() {
    return with(key -> key.onConflict = OnConflict.REPLACE);
  }

  /**
   * With {@link #orReplace}: the job's time comes no later than this long after the first was
   * enqueued.
   *
   * @param longest 1 s to 3650 days
   */
  public Unique withLongestWait(Duration longest) {
    return with(key -> key.longestWait = longest);
  }

  private Unique with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new Unique(fields);
  }

  /** Whether both make the same jobs duplicates, with the same outcome. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Unique unique && is.all().equals(unique.is.all());
  }

  @Override
  public int hashCode() {
    return is.all().hashCode();
  }

  @Override
  public String toString() {
    return "Unique" + is.all();
  }

  /** Never changed once a rule has them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private boolean byQueue;
    private boolean byArgs;
    private List<String> fields = List.of();
    private @Nullable String key;
    private @Nullable Duration period;
    private Set<JobState> heldAfter = Set.of();
    private OnConflict onConflict = OnConflict.RETURN;
    private @Nullable Duration longestWait;

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    List<@Nullable Object> all() {
      return Arrays.asList(
          byQueue, byArgs, fields, key, period, heldAfter, onConflict, longestWait);
    }
  }
}
