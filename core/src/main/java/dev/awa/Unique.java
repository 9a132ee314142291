package dev.awa;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes two jobs the same. The key is made from the kind and the parts named here; while a
 * live job (one that has not finished) holds it, another job with that key is a duplicate. The key
 * is computed by the database, so every program that enqueues gets the same one.
 *
 * @param byQueue the queue is part of the key
 * @param byArgs all arguments are part of the key, compared as JSON values
 * @param fields these top-level fields of the arguments are part of the key; not together with
 *     {@code byArgs}. Each must be there, if only as null, or be a property of the arguments' type:
 *     a mistyped one would make every job a duplicate of the first
 * @param key a text of the caller's is part of the key, 1 to 200 characters
 * @param period time is part of the key: at most one job each period, counted from the Unix epoch
 *     on the database's clock, 1 s to 3650 days; the key of a period is let go when the period is
 *     over
 * @param heldAfter finished states ({@code COMPLETED}, {@code FAILED}, {@code CANCELLED}) in which
 *     the key stays held
 * @param onConflict what a duplicate leads to
 */
public record Unique(
    boolean byQueue,
    boolean byArgs,
    List<String> fields,
    @Nullable String key,
    @Nullable Duration period,
    Set<JobState> heldAfter,
    OnConflict onConflict) {

  /** What enqueueing a duplicate leads to. */
  public enum OnConflict {
    /** The call returns the id of the job that is there already. */
    RETURN,
    /**
     * The call throws {@link DuplicateJobException} and writes nothing; the caller's transaction
     * stays usable.
     */
    FAIL
  }

  /**
   * Checks what the parts say of each other; the rest is checked when a job is enqueued.
   *
   * @throws InvalidJobException when fields are named beside all arguments, or a state in which
   *     jobs are not finished
   */
  public Unique {
    fields = List.copyOf(fields);
    heldAfter = Set.copyOf(heldAfter);
    if (byArgs && !fields.isEmpty()) {
      throw new InvalidJobException(
          "unique.fields", fields, "must be empty when all arguments are compared");
    }
    for (JobState state : heldAfter) {
      if (!state.isFinished()) {
        throw new InvalidJobException(
            "unique.heldAfter",
            state,
            "must be completed, failed or cancelled: live jobs always hold their key");
      }
    }
  }

  private static final Unique NOTHING =
      new Unique(false, false, List.of(), null, null, Set.of(), OnConflict.RETURN);

  /** Same kind, same arguments. */
  public static Unique byArguments() {
    return new Unique(false, true, List.of(), null, null, Set.of(), OnConflict.RETURN);
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
    return new Unique(false, false, List.of(names), null, null, Set.of(), OnConflict.RETURN);
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
    return new Unique(false, false, List.of(), text, null, Set.of(), OnConflict.RETURN);
  }

  /** Same kind, whatever the arguments. */
  public static Unique byKind() {
    return NOTHING;
  }

  /** Jobs of other queues are not the same. */
  public Unique withinQueue() {
    return new Unique(true, byArgs, fields, key, period, heldAfter, onConflict);
  }

  /** At most one each period, also when the first has completed meanwhile. */
  public Unique oncePer(Duration length) {
    Set<JobState> states = EnumSet.of(JobState.COMPLETED);
    states.addAll(heldAfter);
    return new Unique(byQueue, byArgs, fields, key, length, states, onConflict);
  }

  /**
   * The key stays held in these finished states, and in no others.
   *
   * @throws InvalidJobException when one is not {@code COMPLETED}, {@code FAILED} or {@code
   *     CANCELLED}
   */
  public Unique heldAfter(JobState... states) {
    return new Unique(byQueue, byArgs, fields, key, period, Set.of(states), onConflict);
  }

  /** A duplicate is refused with {@link DuplicateJobException}. */
  public Unique orFail() {
    return new Unique(byQueue, byArgs, fields, key, period, heldAfter, OnConflict.FAIL);
  }
}
