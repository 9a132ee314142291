package dev.awa;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job to be enqueued: arguments for a handler, and how, where and when to run it. Immutable; make
 * one with {@link #of(Object)} and refine it with the {@code with...} methods. What is out of range
 * is refused when the job is enqueued, before anything is written.
 */
public final class Job<A> {
  /** The queue of a job that names none. */
  public static final String DEFAULT_QUEUE = "default";

  /** The priority of a job that names none. */
  public static final int DEFAULT_PRIORITY = 2;

  /** The maximum number of attempts of a job that sets none. */
  public static final int DEFAULT_MAX_ATTEMPTS = 25;

  private final Fields<A> is;

  private Job(Fields<A> fields) {
    this.is = fields;
  }

  /**
   * A job with these arguments, of the kind that their class names, with every default.
   *
   * @throws InvalidJobException when no kind can be derived from the class ({@link Kind})
   */
  public static <A> Job<A> of(A args) {
    return of(Kind.of(classOf(args)), args);
  }

  private static Class<?> classOf(Object args) {
    return args instanceof Enum<?> constant ? constant.getDeclaringClass() : args.getClass();
  }

  /** A job of a named kind. {@link RawJson} arguments are passed on as they are. */
  public static <A> Job<A> of(String kind, A args) {
    Job<A> job = new Job<>(new Fields<>(kind, args));
    JobType declared = args == null ? null : classOf(args).getAnnotation(JobType.class);
    return declared == null ? job : job.with(fields -> fields.declare(declared));
  }

  /**
   * A job whose arguments are of a type that no class stands for, as the handler names it: {@code
   * Job.of("remind", dates, new TypeRef<List<LocalDate>>() {})}. Without it nobody knows what a
   * list holds, and only JSON's own values in it come back.
   */
  public static <A> Job<A> of(String kind, A args, TypeRef<A> type) {
    return of(kind, args).with(fields -> fields.type = type.type());
  }

  /**
   * The durable name that finds the handler, 1 to 200 characters; by default the simple class name
   * of the arguments in snake case ({@link Kind}).
   */
  public String kind() {
    return is.kind;
  }

  /**
   * The arguments: a record, or anything the {@link JsonCodec} can write and read; at most 1 MiB as
   * JSON.
   */
  public A args() {
    return is.args;
  }

  /**
   * The queue, 1 to 200 characters of any text, default {@code default}. A queue comes into being
   * when it is first used.
   */
  public String queue() {
    return is.queue;
  }

  /**
   * The priority, 1 (first) to 4, default 2; a waiting job gains one step for each minute it waits.
   */
  public int priority() {
    return is.priority;
  }

  /** How often the handler is started at most, 1 to 1000, default 25. */
  public int maxAttempts() {
    return is.maxAttempts;
  }

  /** When it may run; by default at once. */
  public ReadyTime readyTime() {
    return is.readyTime;
  }

  /** How long one attempt may take, 1 ms to 7 days; null for the worker's default. */
  public @Nullable Duration deadline() {
    return is.deadline;
  }

  /** At most 20 words of at most 200 characters, for people and filters. */
  public List<String> tags() {
    return is.tags;
  }

  /**
   * A JSON object that travels with the job, at most 64 KiB: texts, numbers, booleans, lists and
   * maps of these.
   */
  public Map<String, ?> metadata() {
    return is.metadata;
  }

  /**
   * Jobs of a queue and priority with equal keys are claimed in the order they were enqueued (two
   * workers may run them side by side all the same, and one that is retried or put back comes after
   * those that wait), as long as the number of stripes of the queue stays the same; at most 200
   * characters, null for none.
   */
  public @Nullable String orderingKey() {
    return is.orderingKey;
  }

  /** Where in a trace the job is enqueued, for its attempts; null, the default, for nowhere. */
  public @Nullable TraceContext traceContext() {
    return is.traceContext;
  }

  /** What makes this job a duplicate of another; null when nothing does. */
  public @Nullable Unique unique() {
    return is.unique;
  }

  /**
   * What the arguments are read as, where no class says it, as of a {@code List<LocalDate>}; null
   * for their class.
   */
  public @Nullable Type type() {
    return is.type;
  }

  /**
   * The version of the JSON of the arguments, 1 to 1,000,000; by default what {@link
   * JobType#version} of their class says, or 1. It is the version of the handler that reads them,
   * see {@code HandlerConfig.withVersion}.
   */
  public int version() {
    return is.version;
  }

  /**
   * How many bytes of UTF-8 JSON the arguments may have, 1 to {@link Limits#ARGS_BYTES}; by default
   * what {@link JobType#maxBytes} of their class says, or that limit.
   */
  public int maxBytes() {
    return is.maxBytes;
  }

  /**
   * The fields of the arguments that are not shown to people, at most 20; by default what {@link
   * JobType#masked} of their class says, or none. A field is named by the names on the way to it,
   * with dots between them; a list on the way is looked through. The first name must be a field of
   * the arguments.
   *
   * <p>The names are stored with the job, for readers do not have the class: the client's {@code
   * jobs()} and the command show {@code "***"} in the place of the values. This keeps values from
   * screens and logs. It is no boundary: the values are stored as they are, and who may read the
   * table, or ask for them, sees them. Encrypt what nobody may read.
   */
  public List<String> masked() {
    return is.masked;
  }

  /**
   * Whether the arguments must be encrypted; by default what {@link JobType#encrypted} of their
   * class says, or false. If false, the {@link Encryption} of the client decides.
   */
  public boolean encrypted() {
    return is.encrypted;
  }

  /** The same job with other arguments. */
  public Job<A> withArgs(A value) {
    return with(fields -> fields.args = value);
  }

  /** The same job with another {@link #queue}. */
  public Job<A> withQueue(String name) {
    return with(fields -> fields.queue = name);
  }

  /** The same job with another {@link #priority}. */
  public Job<A> withPriority(int value) {
    return with(fields -> fields.priority = value);
  }

  /** The same job with another {@link #maxAttempts}. */
  public Job<A> withMaxAttempts(int value) {
    return with(fields -> fields.maxAttempts = value);
  }

  /**
   * Not before this instant; now or in the past means at once.
   *
   * @throws InvalidJobException when the job has a delay
   */
  public Job<A> withRunAt(Instant instant) {
    if (is.readyTime instanceof ReadyTime.After after && !after.delay().isZero()) {
      throw new InvalidJobException("runAt", instant, "must not be given together with a delay");
    }
    return withReadyTime(new ReadyTime.At(instant));
  }

  /**
   * Not before this much time has passed on the database's clock; 0 to 3650 days.
   *
   * @throws InvalidJobException when the job has an instant to run at
   */
  public Job<A> withDelay(Duration delay) {
    if (is.readyTime instanceof ReadyTime.At) {
      throw new InvalidJobException(
          "delay", delay, "must not be given together with a time to run at");
    }
    return withReadyTime(new ReadyTime.After(delay));
  }

  /** The same job with another {@link #readyTime}, whatever it was. */
  public Job<A> withReadyTime(ReadyTime value) {
    return with(fields -> fields.readyTime = value);
  }

  /** The same job with another {@link #deadline}. */
  public Job<A> withDeadline(Duration limit) {
    return with(fields -> fields.deadline = limit);
  }

  /** The same job with other {@link #tags}. */
  public Job<A> withTags(String... words) {
    List<String> copy = List.of(words);
    return with(fields -> fields.tags = copy);
  }

  /** The same job with other {@link #metadata}, which are copied. */
  public Job<A> withMetadata(Map<String, ?> object) {
    Map<String, ?> copy =
        Collections.unmodifiableMap(new LinkedHashMap<>(object)); // nulls, and the order, are kept
    return with(fields -> fields.metadata = copy);
  }

  /** The same job with another {@link #orderingKey}. */
  public Job<A> withOrderingKey(String key) {
    return with(fields -> fields.orderingKey = key);
  }

  /** The same job with another {@link #traceContext}. */
  public Job<A> withTraceContext(TraceContext value) {
    return with(fields -> fields.traceContext = value);
  }

  /** The same job with another {@link #unique}. */
  public Job<A> withUnique(Unique rule) {
    return with(fields -> fields.unique = rule);
  }

  /** The same job with another {@link #version}. */
  public Job<A> withVersion(int value) {
    return with(fields -> fields.version = value);
  }

  /** The same job with other {@link #maxBytes}. */
  public Job<A> withMaxBytes(int value) {
    return with(fields -> fields.maxBytes = value);
  }

  /** The same job with other {@link #masked} fields. */
  public Job<A> withMasked(String... paths) {
    List<String> copy = List.of(paths);
    return with(fields -> fields.masked = copy);
  }

  /** The same job, whose arguments must be {@link #encrypted}. */
  public Job<A> withEncrypted() {
    return with(fields -> fields.encrypted = true);
  }

  private Job<A> with(Consumer<Fields<A>> change) {
    Fields<A> fields = is.copy();
    change.accept(fields);
    return new Job<>(fields);
  }

  /** Whether all of both is equal, by the {@code equals} of the arguments. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Job<?> job && is.all().equals(job.is.all());
  }

  @Override
  public int hashCode() {
    return is.all().hashCode();
  }

  /** All of it, but for arguments that are masked or must be encrypted: of these the class. */
  @Override
  public String toString() {
    List<@Nullable Object> all = is.all();
    if (is.encrypted || !is.masked.isEmpty()) {
      all.set(1, is.args.getClass().getTypeName() + " (not shown)");
    }
    return "Job" + all;
  }

  /** Never changed once a job has them; cloned, so that no field is forgotten. */
  private static final class Fields<A> implements Cloneable {
    private final String kind;
    private A args;
    private String queue = DEFAULT_QUEUE;
    private int priority = DEFAULT_PRIORITY;
    private int maxAttempts = DEFAULT_MAX_ATTEMPTS;
    private ReadyTime readyTime = ReadyTime.NOW;
    private @Nullable Duration deadline;
    private List<String> tags = List.of();
    private Map<String, ?> metadata = Map.of();
    private @Nullable String orderingKey;
    private @Nullable TraceContext traceContext;
    private @Nullable Unique unique;
    private @Nullable Type type;
    private int version = 1;
    private int maxBytes = Limits.ARGS_BYTES;
    private List<String> masked = List.of();
    private boolean encrypted;

    Fields(String kind, A args) {
      this.kind = kind;
      this.args = args;
    }

    void declare(JobType declared) {
      version = declared.version();
      maxBytes = declared.maxBytes();
      masked = List.of(declared.masked());
      encrypted = declared.encrypted();
    }

    @SuppressWarnings("unchecked") // a clone is of the same class
    Fields<A> copy() {
      try {
        return (Fields<A>) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    List<@Nullable Object> all() {
      return Arrays.asList(
          kind,
          args,
          queue,
          priority,
          maxAttempts,
          readyTime,
          deadline,
          tags,
          metadata,
          orderingKey,
          traceContext,
          unique,
          type,
          version,
          maxBytes,
          masked,
          encrypted);
    }
  }
}
