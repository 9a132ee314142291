package dev.awa;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job to be enqueued: arguments for a handler, and how, where and when to run it. Immutable; make
 * one with {@link #of(Object)} and refine it with the {@code with...} methods. What is out of range
 * is refused when the job is enqueued, before anything is written.
 *
 * @param kind the durable name that finds the handler, 1 to 200 characters; by default the simple
 *     class name of the arguments in snake case ({@link Kind})
 * @param args the arguments: a record, or anything the {@link JsonCodec} can write and read; at
 *     most 1 MiB as JSON
 * @param queue 1 to 200 characters of any text, default {@code default}; a queue comes into being
 *     when it is first used
 * @param priority 1 (first) to 4, default 2; a waiting job gains one step for each minute it waits
 * @param maxAttempts 1 to 1000, default 25; how often the handler is started at most
 * @param schedule when it may run; by default at once
 * @param deadline how long one attempt may take, 1 ms to 7 days; null for the worker's default
 * @param tags at most 20 words of at most 200 characters, for people and filters
 * @param metadata a JSON object that travels with the job, at most 64 KiB: texts, numbers,
 *     booleans, lists and maps of these
 * @param orderingKey jobs of a queue and priority with equal keys are claimed in the order they
 *     were enqueued (two workers may run them side by side all the same); at most 200 characters
 * @param unique what makes this job a duplicate of another; null when nothing does
 * @param type what the arguments are read as, where no class says it, as of a {@code
 *     List<LocalDate>}; null for their class
 */
public record Job<A>(
    String kind,
    A args,
    String queue,
    int priority,
    int maxAttempts,
    Schedule schedule,
    @Nullable Duration deadline,
    List<String> tags,
    Map<String, ?> metadata,
    @Nullable String orderingKey,
    @Nullable Unique unique,
    @Nullable Type type) {

  /** The queue of a job that names none. */
  public static final String DEFAULT_QUEUE = "default";

  /** The priority of a job that names none. */
  public static final int DEFAULT_PRIORITY = 2;

  /** How often the handler of a job is started at most that does not say. */
  public static final int DEFAULT_MAX_ATTEMPTS = 25;

  /** Copies tags and metadata; everything is checked when the job is enqueued. */
  public Job {
    tags = List.copyOf(tags);
    metadata =
        Collections.unmodifiableMap(
            new LinkedHashMap<>(metadata)); // may hold nulls, keeps the order
  }

  /**
   * A job with these arguments, of the kind that their class names, with every default.
   *
   * @throws InvalidJobException when no kind can be derived from the class ({@link Kind})
   */
  public static <A> Job<A> of(A args) {
    Class<?> type =
        args instanceof Enum<?> constant ? constant.getDeclaringClass() : args.getClass();
    return of(Kind.of(type), args);
  }

  /** A job of a named kind. {@link RawJson} arguments are passed on as they are. */
  public static <A> Job<A> of(String kind, A args) {
    return of(kind, args, (Type) null);
  }

  /**
   * A job whose arguments are of a type that no class stands for, as the handler names it: {@code
   * Job.of("remind", dates, new TypeRef<List<LocalDate>>() {})}. Without it nobody knows what a
   * list holds, and only JSON's own values in it come back.
   */
  public static <A> Job<A> of(String kind, A args, TypeRef<A> type) {
    return of(kind, args, type.type());
  }

  private static <A> Job<A> of(String kind, A args, @Nullable Type type) {
    return new Job<>(
        kind,
        args,
        DEFAULT_QUEUE,
        DEFAULT_PRIORITY,
        DEFAULT_MAX_ATTEMPTS,
        Schedule.NOW,
        null,
        List.of(),
        Map.of(),
        null,
        null,
        type);
  }

  /** The same job with other arguments. */
  public Job<A> withArgs(A value) {
    return new Job<>(
        kind,
        value,
        queue,
        priority,
        maxAttempts,
        schedule,
        deadline,
        tags,
        metadata,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #queue}. */
  public Job<A> withQueue(String name) {
    return new Job<>(
        kind,
        args,
        name,
        priority,
        maxAttempts,
        schedule,
        deadline,
        tags,
        metadata,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #priority}. */
  public Job<A> withPriority(int value) {
    return new Job<>(
        kind,
        args,
        queue,
        value,
        maxAttempts,
        schedule,
        deadline,
        tags,
        metadata,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #maxAttempts}. */
  public Job<A> withMaxAttempts(int value) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        value,
        schedule,
        deadline,
        tags,
        metadata,
        orderingKey,
        unique,
        type);
  }

  /**
   * Not before this instant; now or in the past means at once.
   *
   * @throws InvalidJobException when the job has a delay
   */
  public Job<A> withRunAt(Instant instant) {
    if (schedule instanceof Schedule.After after && !after.delay().isZero()) {
      throw new InvalidJobException("runAt", instant, "must not be given together with a delay");
    }
    return withSchedule(new Schedule.At(instant));
  }

  /**
   * Not before this much time has passed on the database's clock; 0 to 3650 days.
   *
   * @throws InvalidJobException when the job has an instant to run at
   */
  public Job<A> withDelay(Duration delay) {
    if (schedule instanceof Schedule.At) {
      throw new InvalidJobException(
          "delay", delay, "must not be given together with a time to run at");
    }
    return withSchedule(new Schedule.After(delay));
  }

  /** The same job with another {@link #schedule}, whatever it was. */
  public Job<A> withSchedule(Schedule value) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        maxAttempts,
        value,
        deadline,
        tags,
        metadata,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #deadline}. */
  public Job<A> withDeadline(Duration limit) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        maxAttempts,
        schedule,
        limit,
        tags,
        metadata,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #tags}. */
  public Job<A> withTags(String... words) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        maxAttempts,
        schedule,
        deadline,
        List.of(words),
        metadata,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #metadata}. */
  public Job<A> withMetadata(Map<String, ?> object) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        maxAttempts,
        schedule,
        deadline,
        tags,
        object,
        orderingKey,
        unique,
        type);
  }

  /** The same job with another {@link #orderingKey}. */
  public Job<A> withOrderingKey(String key) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        maxAttempts,
        schedule,
        deadline,
        tags,
        metadata,
        key,
        unique,
        type);
  }

  /** The same job with another {@link #unique}. */
  public Job<A> withUnique(Unique rule) {
    return new Job<>(
        kind,
        args,
        queue,
        priority,
        maxAttempts,
        schedule,
        deadline,
        tags,
        metadata,
        orderingKey,
        rule,
        type);
  }
}
