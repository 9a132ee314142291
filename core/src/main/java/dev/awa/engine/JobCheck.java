package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.JsonShape;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.ReadyTime;
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

  /** A check that writes arguments and metadata with this codec. */
  public JobCheck(JsonCodec codec) {
    this.codec = codec;
    this.proof = new Proof(codec);
    this.ext = new JobExt(codec, proof);
  }

  /**
   * The job in the form it is written in.
   *
   * @throws InvalidJobException when anything about it breaks a rule; names the first such field in
   *     the order kind, queue, priority, maxAttempts, args, tags, metadata, deadline, orderingKey,
   *     runAt or delay, unique
   */
  public NewJob check(Job<?> job) {
    StorableText.checkName("kind", job.kind());
    StorableText.checkName("queue", job.queue());
    checkNumber("priority", job.priority(), Limits.MAX_PRIORITY);
    checkNumber("maxAttempts", job.maxAttempts(), Limits.MAX_ATTEMPTS);
    String args = written(job.args());
    JsonShape shape = shape(job, args);
    return new NewJob(
        job.kind(),
        job.queue(),
        job.priority(),
        job.maxAttempts(),
        args,
        ext.json(job),
        runAt(job.readyTime()),
        delayMicros(job.readyTime()),
        job.orderingKey(),
        job.unique() == null ? null : UniqueRule.json(job.unique(), args, shape.fields()));
  }

  private static void checkNumber(String field, int value, int max) {
    if (value < 1 || value > max) {
      throw new InvalidJobException(field, value, "must be 1 to " + max);
    }
  }

  private String written(Object args) {
    String text = args instanceof RawJson raw ? raw.text() : codec.write(args);
    JsonText.check("args", text, Limits.ARGS_BYTES);
    return text;
  }

  /** What is text already is nobody's but the handler's to read. */
  private JsonShape shape(Job<?> job, String text) {
    return job.args() == null || job.args() instanceof RawJson
        ? JsonShape.UNKNOWN
        : proof.require(job.args(), job.type(), text);
  }

  private static @Nullable Instant runAt(ReadyTime readyTime) {
    if (!(readyTime instanceof ReadyTime.At(Instant instant))) {
      return null;
    }
    if (instant.isBefore(EARLIEST) || instant.isAfter(Instant.now().plus(Limits.MAX_DELAY))) {
      throw new InvalidJobException(
          "runAt", instant, "must be from 1970-01-01T00:00:00Z to 3650 days ahead");
    }
    return instant;
  }

  private static @Nullable Long delayMicros(ReadyTime readyTime) {
    if (!(readyTime instanceof ReadyTime.After after) || after.delay().isZero()) {
      return null;
    }
    return Span.inUnits(Span.DELAY.checked("delay", after.delay()), NANOS_PER_MICRO);
  }
}
