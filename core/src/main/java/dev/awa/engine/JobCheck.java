package dev.awa.engine;

import dev.awa.Encryption;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.JsonShape;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.ReadyTime;
import dev.awa.Unique;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The gate of every producing path: nothing of a job is written unless all of it is valid, and
 * nothing is repaired on the way. {@code awa.enqueue} refuses the same in the same words. Safe for
 * use by several threads when the codec is.
 */
public final class JobCheck {
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final long NANOS_PER_MICRO = 1_000;

  private final JsonCodec codec;
  private final JobExt ext;
  private final Proof proof;
  private final @Nullable Encryption encryption;

  /** A check that writes arguments and metadata with this codec, and encrypts nothing. */
  public JobCheck(JsonCodec codec) {
    this(codec, null);
  }

  /** A check that encrypts arguments, unless there is nothing to do it with. */
  public JobCheck(JsonCodec codec, @Nullable Encryption encryption) {
    this.codec = codec;
    this.encryption = encryption;
    this.proof = new Proof(codec);
    this.ext = new JobExt(codec, proof);
  }

  /**
   * The job in the form it is written in.
   *
   * @throws InvalidJobException when anything about it breaks a rule; names the first such field in
   *     the order kind, queue, priority, maxAttempts, version, maxBytes, args, masked, tags,
   *     metadata, deadline, orderingKey, runAt or delay, unique
   */
  public NewJob check(Job<?> job) {
    StorableText.checkName("kind", job.kind());
    StorableText.checkName("queue", job.queue());
    checkNumber("priority", job.priority(), Limits.MAX_PRIORITY);
    checkNumber("maxAttempts", job.maxAttempts(), Limits.MAX_ATTEMPTS);
    checkNumber("version", job.version(), Limits.MAX_VERSION);
    checkNumber("maxBytes", job.maxBytes(), Limits.ARGS_BYTES);
    Encryption with = encryptionOf(job);
    Args args = with == null && job.masked().isEmpty() ? args(job) : discreetly(job);
    MaskedArgs.check(job, args.text(), args.shape().fields());
    return new NewJob(
        job.kind(),
        job.queue(),
        job.priority(),
        job.maxAttempts(),
        with == null ? args.text() : encrypted(with, job, args.text()),
        ext.json(job, with != null),
        runAt(job.readyTime()),
        delayMicros(job.readyTime()),
        job.orderingKey(),
        unique(job, args, with));
  }

  private static @Nullable String unique(Job<?> job, Args args, @Nullable Encryption with) {
    Unique unique = job.unique();
    if (unique == null) {
      return null;
    }
    String rule = UniqueRule.json(unique, args.text(), args.shape().fields(), with);
    if (unique.onConflict() == Unique.OnConflict.REPLACE
        && runAt(job.readyTime()) == null
        && delayMicros(job.readyTime()) == null) {
      throw new InvalidJobException(
          "unique.onConflict",
          "replace",
          "must not be used without a delay or a time to run at: a job is replaced while it waits"
              + " for its time");
    }
    return rule;
  }

  /** Arguments as JSON, and what is known of their type. */
  private record Args(String text, JsonShape shape) {}

  private Args args(Job<?> job) {
    String text = written(job.args(), job.maxBytes());
    return new Args(text, shape(job, text));
  }

  /** Refuses in words that hold nothing of the arguments. */
  private Args discreetly(Job<?> job) {
    try {
      return args(job);
    } catch (InvalidJobException e) {
      if (e.rule().startsWith("must be at most") && e.value().matches("\\d+ bytes")) {
        throw e;
      }
      throw new InvalidJobException(
          "args",
          job.args() == null ? "null" : job.args().getClass().getTypeName(),
          "must be JSON that comes back as written; what is wrong is not told, because the"
              + " arguments are encrypted or masked. Awa.validate tells it of a job that is"
              + " neither");
    }
  }

  /** What a job is encrypted with; null when it is not. */
  private @Nullable Encryption encryptionOf(Job<?> job) {
    if (encryption == null && job.encrypted()) {
      throw new InvalidJobException(
          "encrypted",
          true,
          "must not be asked of a client that has no key: make it with Awa.encrypting");
    }
    return encryption != null && (job.encrypted() || encryption.covers(job.kind()))
        ? encryption
        : null;
  }

  private static String encrypted(Encryption with, Job<?> job, String text) {
    if (StorableText.bytes("args", text) > Limits.ENCRYPTED_ARGS_BYTES) {
      throw new InvalidJobException(
          "args",
          StorableText.bytes("args", text) + " bytes",
          "must be at most " + Limits.ENCRYPTED_ARGS_BYTES + " bytes of JSON to be encrypted");
    }
    return EncryptedArgs.encrypt(with, job.kind(), job.version(), text);
  }

  static void checkNumber(String field, int value, int max) {
    if (value < 1 || value > max) {
      throw new InvalidJobException(field, value, "must be 1 to " + max);
    }
  }

  private String written(Object args, int maxBytes) {
    String text = args instanceof RawJson raw ? raw.text() : codec.write(args);
    JsonText.check("args", text, maxBytes);
    return text;
  }

  /** What is text already is nobody's but the handler's to read. */
  private JsonShape shape(Job<?> job, String text) {
    return job.args() == null || job.args() instanceof RawJson
        ? JsonShape.UNKNOWN
        : proof.require(job.args(), job.type(), text);
  }

  static @Nullable Instant runAt(ReadyTime readyTime) {
    if (!(readyTime instanceof ReadyTime.At(Instant instant))) {
      return null;
    }
    if (instant.isBefore(EARLIEST) || instant.isAfter(Instant.now().plus(Limits.MAX_DELAY))) {
      throw new InvalidJobException(
          "runAt", instant, "must be from 1970-01-01T00:00:00Z to 3650 days ahead");
    }
    return instant;
  }

  static @Nullable Long delayMicros(ReadyTime readyTime) {
    if (!(readyTime instanceof ReadyTime.After after) || after.delay().isZero()) {
      return null;
    }
    return Span.inUnits(Span.DELAY.checked("delay", after.delay()), NANOS_PER_MICRO);
  }
}
