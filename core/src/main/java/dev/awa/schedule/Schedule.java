package dev.awa.schedule;

import dev.awa.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * A job that is enqueued by time, again and again: what an application declares. Immutable; make
 * one with {@link #cron} or {@link #every} and refine it with the {@code with...} methods.
 *
 * <pre>{@code
 * Schedule.cron("nightly-report", "0 3 * * *", Job.of(new Report()))
 *     .withZone("Europe/Berlin")
 *     .withOverlap(Overlap.SKIP);
 * }</pre>
 *
 * <p>A wrong expression or zone is refused here. What is wrong with the name or the job is refused
 * when the schedule is declared, before anything is written.
 */
public final class Schedule {
  /** The longest {@link #jitter}. */
  public static final Duration MAX_JITTER = Duration.ofDays(1);

  private final Fields is;

  private Schedule(Fields fields) {
    this.is = fields;
  }

  /**
   * A schedule that fires by a cron expression, in UTC unless {@link #withZone} says otherwise.
   *
   * @param name names the schedule in the whole queue, 1 to 200 characters
   * @param expression five fields, or six with the second first ({@link
   *     dev.awa.cron.CronExpression#parse})
   * @param job what each fire enqueues; it has no time to run at and no unique rule of its own
   * @throws dev.awa.cron.InvalidCronException when the expression is none
   */
  public static Schedule cron(String name, String expression, Job<?> job) {
    return new Schedule(new Fields(name, Timing.of(expression), job));
  }

  /**
   * A schedule that fires at a fixed interval, counted from 1970-01-01T00:00:00Z, or from the start
   * where there is one ({@link #withStart}).
   *
   * @param name names the schedule in the whole queue, 1 to 200 characters
   * @param interval whole seconds, 1 s to 3650 days
   * @param job what each fire enqueues; it has no time to run at and no unique rule of its own
   * @throws IllegalArgumentException when the interval is out of range
   */
  public static Schedule every(String name, Duration interval, Job<?> job) {
    return new Schedule(new Fields(name, Timing.every(interval), job));
  }

  /** The name, 1 to 200 characters; one schedule of the queue has it. */
  public String name() {
    return is.name;
  }

  /** When it fires. */
  public Timing timing() {
    return is.timing;
  }

  /** What follows an outage; by default the last planned time is fired once. */
  public Missed missed() {
    return is.missed;
  }

  /** What a fire does while an earlier job has not ended; by default the job is enqueued. */
  public Overlap overlap() {
    return is.overlap;
  }

  /**
   * By up to how much each job is put off, at random but always the same for a planned time, so
   * that many schedules do not start at once; whole milliseconds, 0, the default, to {@link
   * #MAX_JITTER}. The job is enqueued at its planned time and waits for the rest.
   */
  public Duration jitter() {
    return is.jitter;
  }

  /** What each fire enqueues. */
  public Job<?> job() {
    return is.job;
  }

  /**
   * The same in another zone: the name of a place, {@code Europe/Berlin}, or {@code UTC}.
   *
   * @throws dev.awa.cron.InvalidCronException when there is no such zone; offsets such as {@code
   *     UTC+2} and abbreviations such as {@code EST} are refused too
   */
  public Schedule withZone(String zone) {
    return with(fields -> fields.timing = is.timing.in(zone));
  }

  /** The same with another {@link #missed}. */
  public Schedule withMissed(Missed value) {
    return with(fields -> fields.missed = value);
  }

  /** The same with another {@link #overlap}. */
  public Schedule withOverlap(Overlap value) {
    return with(fields -> fields.overlap = value);
  }

  /**
   * The same with another {@link #jitter}.
   *
   * @throws IllegalArgumentException when it is negative or longer than {@link #MAX_JITTER}
   */
  public Schedule withJitter(Duration value) {
    if (value.isNegative() || value.compareTo(MAX_JITTER) > 0) {
      throw new IllegalArgumentException("jitter: must be 0 to 1 day, got " + value);
    }
    return with(fields -> fields.jitter = value.truncatedTo(ChronoUnit.MILLIS));
  }

  /**
   * The same, but nothing is planned before this instant, which must lie in the years 1 to 9999
   * when the schedule is declared.
   *
   * @throws IllegalArgumentException when the end is not after it
   */
  public Schedule withStart(Instant from) {
    return with(fields -> fields.timing = is.timing.between(from, is.timing.end()));
  }

  /**
   * The same, but nothing is planned at this instant or later; it must lie in the years 1 to 9999
   * when the schedule is declared.
   *
   * @throws IllegalArgumentException when it is not after the start
   */
  public Schedule withEnd(Instant until) {
    return with(fields -> fields.timing = is.timing.between(is.timing.start(), until));
  }

  /** The same with another {@link #job}. */
  public Schedule withJob(Job<?> value) {
    return with(fields -> fields.job = value);
  }

  private Schedule with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new Schedule(fields);
  }

  @Override
  public String toString() {
    return "Schedule[" + is.name + ": " + is.timing + ", " + is.job + "]";
  }

  /** Never changed once a schedule has them. */
  private static final class Fields {
    private final String name;
    private Timing timing;
    private Missed missed = Missed.once();
    private Overlap overlap = Overlap.ALLOW;
    private Duration jitter = Duration.ZERO;
    private Job<?> job;

    Fields(String name, Timing timing, Job<?> job) {
      this.name = name;
      this.timing = timing;
      this.job = job;
    }

    Fields copy() {
      Fields copy = new Fields(name, timing, job);
      copy.missed = missed;
      copy.overlap = overlap;
      copy.jitter = jitter;
      return copy;
    }
  }
}
