package dev.awa.worker;

import dev.awa.JobType;
import dev.awa.Limits;
import dev.awa.RunningJob;
import dev.awa.Upcast;
import dev.awa.engine.StorableText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a handler, for all jobs of its kind on this worker. Immutable; begin with {@link
 * #defaults} and change what needs it with the {@code with...} methods, which throw an {@link
 * IllegalArgumentException} for a value out of its range.
 */
public final class HandlerConfig {
  private static final HandlerConfig DEFAULTS = new HandlerConfig(new Fields());

  private final Fields is;

  private HandlerConfig(Fields fields) {
    this.is = fields;
  }

  /** The usual back-off; attempts and deadline as the job and the worker say. */
  public static HandlerConfig defaults() {
    return DEFAULTS;
  }

  /** How long a failed job waits; default {@link Backoff#exponential}. */
  public Backoff backoff() {
    return is.backoff;
  }

  /**
   * How often a job is tried at most, 1 to 1000, where the job itself does not allow fewer; default
   * 1000. It counts when an attempt fails on this worker. A worker that dies leaves the job to be
   * tried as often as the job says.
   */
  public int maxAttempts() {
    return is.maxAttempts;
  }

  /**
   * How long an attempt may take of a job that says nothing of it, 1 ms to 7 days; default null, as
   * {@link WorkerConfig#deadline} says.
   */
  public @Nullable Duration deadline() {
    return is.deadline;
  }

  /**
   * Other kinds whose jobs go to this handler, 1 to 200 characters each: kinds that its jobs had
   * earlier. Default none, beside {@link JobType#aliases} of the class of the arguments.
   */
  public List<String> aliases() {
    return is.aliases;
  }

  /**
   * The version of the arguments that the handler takes, 1 to 1,000,000; 0, the default, for what
   * {@link JobType#version} of the class of the arguments says, or 1. Arguments of an older version
   * are upcast first. A job with arguments of a newer version is put back, without an attempt, for
   * {@link WorkerConfig#unknownKindDelay}: during a deployment a newer worker will run it.
   */
  public int version() {
    return is.version;
  }

  /**
   * The oldest version of the arguments that there are jobs of, 1 to 1,000,000; default 1. From
   * there to {@link #version} the handler has an upcast for each version. A job with older
   * arguments fails.
   */
  public int oldestVersion() {
    return is.oldestVersion;
  }

  /** The same settings with another {@link #backoff}. */
  public HandlerConfig withBackoff(Backoff value) {
    Objects.requireNonNull(value);
    return with(fields -> fields.backoff = value);
  }

  /** The same settings with other {@link #maxAttempts}. */
  public HandlerConfig withMaxAttempts(int value) {
    if (value < 1 || value > Limits.MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "handler maxAttempts: must be 1 to " + Limits.MAX_ATTEMPTS + ", got " + value);
    }
    return with(fields -> fields.maxAttempts = value);
  }

  /** The same settings with another {@link #deadline}. */
  public HandlerConfig withDeadline(@Nullable Duration value) {
    if (value != null
        && (value.compareTo(Limits.MIN_DEADLINE) < 0 || value.compareTo(Limits.MAX_DEADLINE) > 0)) {
      throw new IllegalArgumentException("handler deadline: must be 1 ms to 7 days, got " + value);
    }
    return with(fields -> fields.deadline = value);
  }

  /** The same settings with other {@link #aliases}. */
  public HandlerConfig withAliases(String... kinds) {
    List<String> copy = List.of(kinds);
    copy.forEach(kind -> StorableText.requireName("handler alias", kind));
    return with(fields -> fields.aliases = copy);
  }

  /** The same settings with another {@link #version}. */
  public HandlerConfig withVersion(int value) {
    requireVersion("version", value);
    return with(fields -> fields.version = value);
  }

  /** The same settings with another {@link #oldestVersion}. */
  public HandlerConfig withOldestVersion(int value) {
    requireVersion("oldestVersion", value);
    return with(fields -> fields.oldestVersion = value);
  }

  /**
   * The same settings with one more upcast. {@code withUpcast(1, args -> ...)} makes version 2 of
   * version 1. The arguments must be an object.
   *
   * @param from the version that it takes, 1 to 1,000,000
   * @throws IllegalArgumentException when the number is out of its range, or there is an upcast
   *     from this version already
   */
  public HandlerConfig withUpcast(int from, Upcast upcast) {
    Upcasts more = is.upcasts.withOfObjects(from, Objects.requireNonNull(upcast));
    return with(fields -> fields.upcasts = more);
  }

  /** The same for arguments that are no object. */
  public HandlerConfig withRawUpcast(int from, Upcast.Raw upcast) {
    Upcasts more = is.upcasts.with(from, Objects.requireNonNull(upcast));
    return with(fields -> fields.upcasts = more);
  }

  private HandlerConfig with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new HandlerConfig(fields);
  }

  static void requireVersion(String what, int version) {
    if (version < 1 || version > Limits.MAX_VERSION) {
      throw new IllegalArgumentException(
          "handler " + what + ": must be 1 to " + Limits.MAX_VERSION + ", got " + version);
    }
  }

  Upcasts upcasts() {
    return is.upcasts;
  }

  /** The job as its handler is given it. */
  RunningJob limit(RunningJob job) {
    int most = Math.min(job.maxAttempts(), is.maxAttempts);
    Duration longest = job.deadline() == null ? is.deadline : job.deadline();
    return new RunningJob(
        job.id(),
        job.runNo(),
        job.kind(),
        job.queue(),
        job.priority(),
        job.attempt(),
        most,
        job.createdAt(),
        job.readyAt(),
        longest,
        job.tags(),
        job.metadata(),
        job.traceContext(),
        job.fire());
  }

  /** Never changed once settings have them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private Backoff backoff = Backoff.exponential();
    private int maxAttempts = Limits.MAX_ATTEMPTS;
    private @Nullable Duration deadline;
    private List<String> aliases = List.of();
    private int version;
    private int oldestVersion = 1;
    private Upcasts upcasts = Upcasts.NONE;

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
