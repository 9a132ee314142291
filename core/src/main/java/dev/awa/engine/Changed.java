package dev.awa.engine;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobChange;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.ReadyTime;
import dev.awa.StoredJob;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A change of jobs in the form that {@code awa.read_change} takes.
 *
 * @param change all but the arguments, as JSON
 * @param args other arguments; null for none
 */
public record Changed(String change, @Nullable String args) {
  /** Nothing is changed. */
  public static final Changed NOTHING = new Changed("{}", null);

  /**
   * A change without arguments, of any jobs.
   *
   * @throws InvalidJobException when a value is out of its range
   * @throws IllegalArgumentException when it has arguments: they are those of one job
   */
  public static Changed of(JobChange change) {
    if (change.args() != null) {
      throw new IllegalArgumentException("args: must be changed of one job at a time, by its id");
    }
    return new Changed(JsonWriting.text(json(change)), null);
  }

  /**
   * Refuses a change of which something but its arguments is no good, whatever the job.
   *
   * @throws InvalidJobException when a value is out of its range
   */
  public static void require(JobChange change) {
    json(change);
  }

  /**
   * A change of one job.
   *
   * @throws InvalidJobException when a value is out of its range, or the arguments are of another
   *     kind than the job
   */
  public static Changed of(JobChange change, StoredJob job, Function<Job<?>, NewJob> check) {
    if (change.args() == null) {
      return of(change);
    }
    ArgsForm form = ArgsForm.of(job.ext());
    Job<?> like = like(change.args(), job, form);
    NewJob checked = check.apply(form.encrypted() ? like.withEncrypted() : like);
    Map<String, Object> json = json(change);
    json.put("form", form(ArgsForm.of(checked.ext())));
    return new Changed(JsonWriting.text(json), checked.args());
  }

  /** A job that would have these arguments, in the form in which the job has its own. */
  private static Job<?> like(Object args, StoredJob job, ArgsForm form) {
    if (args instanceof RawJson) {
      Job<?> like = Job.of(job.kind(), args);
      return form.version() > 0 ? like.withVersion(form.version()) : like;
    }
    Job<?> like = Job.of(args);
    if (!like.kind().equals(job.kind())) {
      throw new InvalidJobException(
          "args", like.kind(), "must be of the kind of the job, " + job.kind());
    }
    return like;
  }

  private static Map<String, Object> form(ArgsForm form) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (form.version() != 1) {
      json.put(ArgsForm.VERSION, form.version());
    }
    if (form.encrypted()) {
      json.put(ArgsForm.ENCRYPTED, true);
    }
    return json;
  }

  private static Map<String, Object> json(JobChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (change.queue() != null) {
      StorableText.checkName("queue", change.queue());
      json.put("queue", change.queue());
    }
    if (change.priority() != null) {
      JobCheck.checkNumber("priority", change.priority(), Limits.MAX_PRIORITY);
      json.put("priority", change.priority());
    }
    if (change.maxAttempts() != null) {
      JobCheck.checkNumber("maxAttempts", change.maxAttempts(), Limits.MAX_ATTEMPTS);
      json.put("max_attempts", change.maxAttempts());
    }
    if (change.readyTime() != null) {
      putTime(json, change.readyTime());
    }
    return json;
  }

  private static void putTime(Map<String, Object> json, ReadyTime time) {
    Instant runAt = JobCheck.runAt(time);
    if (runAt != null) {
      json.put("run_at", runAt.toString());
      return;
    }
    Long micros = JobCheck.delayMicros(time);
    Duration delay = Duration.of(micros == null ? 0 : micros, ChronoUnit.MICROS);
    json.put("delay", StorableTime.span("", delay));
  }
}
