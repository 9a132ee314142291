package dev.awa.spring;

import dev.awa.Job;
import dev.awa.schedule.Overlap;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Runs a method of a bean by time, once for each planned time whatever the number of processes.
 *
 * <pre>{@code
 * @AwaSchedule(name = "nightly-report", cron = "0 3 * * *", zone = "Europe/Berlin")
 * void report() { ... }
 * }</pre>
 *
 * <p>The method has no parameter or a {@link dev.awa.JobContext}; it answers nothing or an {@link
 * dev.awa.Outcome}. It handles the jobs of a kind that is called like the schedule. On a method
 * that is an {@link AwaHandler} it enqueues jobs of that handler's kind, with the {@link #args}
 * that are given here. Beans of the type {@link dev.awa.schedule.Schedule} are declared too.
 *
 * <p>All schedules of the application are declared when it starts, and belong to it: {@code
 * awa.schedules.owner}. Each of these texts may have placeholders, {@code "${shop.report-cron}"}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface AwaSchedule {
  /** The name of the schedule, 1 to 200 characters, once in the whole queue. */
  String name();

  /** When: five fields, or six with the second first. Either this or {@link #every}. */
  String cron() default "";

  /** A fixed interval instead, as {@code 5m} or {@code PT5M}; whole seconds, 1 s to 3650 days. */
  String every() default "";

  /** The zone of the cron expression, as {@code Europe/Berlin}; by default UTC. */
  String zone() default "UTC";

  /** What follows an outage: {@code skip}, {@code once} (the default), {@code catch_up 10}. */
  String missed() default "once";

  /** What a fire does while an earlier job has not ended; by default the fire is skipped. */
  Overlap overlap() default Overlap.SKIP;

  /** By up to how much each job is put off, as {@code 30s}; by default not at all. */
  String jitter() default "";

  /** Nothing is planned before this instant, {@code 2026-11-28T10:00:00Z}, or with an offset. */
  String start() default "";

  /** Nothing is planned at this instant or later; as {@link #start}. */
  String end() default "";

  /** The priority of the jobs, 1 (first) to 4; by default 2. */
  int priority() default Job.DEFAULT_PRIORITY;

  /** How often a job is tried, 1 to 1000; a handler with fewer {@code retries} tries less often. */
  int maxAttempts() default Job.DEFAULT_MAX_ATTEMPTS;

  /** The tags of the jobs, at most 20. */
  String[] tags() default {};

  /** The queue of the jobs; by default that of the handler, or {@code default}. */
  String queue() default "";

  /** The arguments of the jobs, JSON; only for a method that is an {@link AwaHandler}. */
  String args() default "{}";
}
