package dev.awa;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is changed of a job that is run again or edited; what is not named stays as it is.
 * Immutable. Calls take it as a function: {@code change -> change.queue("slow").maxAttempts(5)}. A
 * value out of its range is refused by the call, with nothing done.
 */
public final class JobChange {
  /** Nothing is changed. */
  public static final JobChange NONE = new JobChange(new Fields());

  private final Fields is;

  private JobChange(Fields fields) {
    this.is = fields;
  }

  /** The job goes to this queue, 1 to 200 characters. */
  public JobChange queue(String name) {
    return with(fields -> fields.queue = Objects.requireNonNull(name));
  }

  /** The job has this priority, 1 (first) to 4. */
  public JobChange priority(int value) {
    return with(fields -> fields.priority = value);
  }

  /** The job has so many attempts, 1 to 1000; one that is run again has all of them before it. */
  public JobChange maxAttempts(int most) {
    return with(fields -> fields.maxAttempts = most);
  }

  /**
   * The job runs at this time, or at once when that is past; at most 3650 days ahead.
   *
   * @throws InvalidJobException when the change has a delay
   */
  public JobChange runAt(Instant time) {
    if (is.ready instanceof ReadyTime.After) {
      throw new InvalidJobException("runAt", time, "must not be given together with a delay");
    }
    return with(fields -> fields.ready = new ReadyTime.At(time));
  }

  /**
   * The job runs after this time, counted on the database's clock; 0 to 3650 days.
   *
   * @throws InvalidJobException when the change has a time
   */
  public JobChange delay(Duration time) {
    if (is.ready instanceof ReadyTime.At) {
      throw new InvalidJobException("delay", time, "must not be given together with a time");
    }
    return with(fields -> fields.ready = new ReadyTime.After(time));
  }

  /**
   * The job has these arguments: an object of the type that its handler takes, or {@link RawJson},
   * which is of the version that the job's arguments have. They are encrypted where the job's
   * arguments are. The unique key of the job stays what it is.
   */
  public JobChange args(Object value) {
    return with(fields -> fields.args = Objects.requireNonNull(value));
  }

  /** Another queue; null for none. */
  public @Nullable String queue() {
    return is.queue;
  }

  /** Another priority; null for none. */
  public @Nullable Integer priority() {
    return is.priority;
  }

  /** Another number of attempts; null for none. */
  public @Nullable Integer maxAttempts() {
    return is.maxAttempts;
  }

  /** Another time; null for none. */
  public @Nullable ReadyTime readyTime() {
    return is.ready;
  }

  /** Other arguments; null for none. */
  public @Nullable Object args() {
    return is.args;
  }

  private JobChange with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new JobChange(fields);
  }

  /** Whether both change the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JobChange change && is.all().equals(change.is.all());
  }

  @Override
  public int hashCode() {
    return is.all().hashCode();
  }

  /** What is changed; of arguments nothing but that they are. */
  @Override
  public String toString() {
    return Stream.of(
            word("queue", is.queue),
            word("priority", is.priority),
            word("maxAttempts", is.maxAttempts),
            word("time", is.ready),
            is.args == null ? "" : "args")
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" ", "JobChange[", "]"));
  }

  private static String word(String name, @Nullable Object value) {
    return value == null ? "" : name + "=" + value;
  }

  /** Never changed once a change has them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private @Nullable String queue;
    private @Nullable Integer priority;
    private @Nullable Integer maxAttempts;
    private @Nullable ReadyTime ready;
    private @Nullable Object args;

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    List<@Nullable Object> all() {
      return Arrays.asList(queue, priority, maxAttempts, ready, args);
    }
  }
}
