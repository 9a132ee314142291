package dev.awa.spring;

import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.Limits;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.schedule.Missed;
import dev.awa.schedule.Schedule;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** The methods of classes that are annotated with {@link AwaSchedule}. */
final class ScheduledMethods {
  private final ConfigurableBeanFactory beans;

  ScheduledMethods(ConfigurableBeanFactory beans) {
    this.beans = beans;
  }

  /** Those of a class, in no order. */
  static Map<Method, AwaSchedule> of(Class<?> type) {
    return AnnotationUtils.isCandidateClass(type, AwaSchedule.class)
        ? MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<AwaSchedule>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, AwaSchedule.class))
        : Map.of();
  }

  /** How a method is called for people. */
  static String words(Method method, String bean) {
    return "@AwaSchedule " + HandlerMethods.words(method) + " of bean \"" + bean + "\"";
  }

  /**
   * Checks a method that is no handler besides.
   *
   * @throws AwaStartException when it can't be run by time
   */
  static void check(Method method, String where) {
    boolean answers = method.getReturnType() == void.class;
    boolean ends = Outcome.class.isAssignableFrom(method.getReturnType());
    boolean takes =
        Arrays.stream(method.getParameterTypes()).allMatch(type -> type == JobContext.class);
    if (Modifier.isStatic(method.getModifiers())
        || !(answers || ends)
        || !takes
        || method.getParameterCount() > 1) {
      throw new AwaStartException(
          where + ": it can't be run by time.",
          "Make it a method of the bean without parameters, or with a JobContext, that returns"
              + " nothing or an Outcome: void report()");
    }
  }

  /** A text of an annotation, without placeholders. */
  String text(String value) {
    String resolved = beans.resolveEmbeddedValue(value);
    return resolved == null ? "" : resolved;
  }

  /**
   * The schedule of an annotation.
   *
   * @param kind the kind of its jobs
   * @param queue the queue of its jobs, unless the annotation names one
   * @throws AwaStartException when the annotation is wrong
   */
  Schedule schedule(AwaSchedule annotation, String kind, String queue, String args, String where) {
    try {
      String cron = text(annotation.cron());
      String every = text(annotation.every());
      if (cron.isEmpty() == every.isEmpty()) {
        throw new IllegalArgumentException("cron, every: give one of the two");
      }
      String own = text(annotation.queue());
      Job<RawJson> job =
          Job.of(kind, new RawJson(args))
              .withQueue(own.isEmpty() ? queue : own)
              .withPriority(number("priority", annotation.priority(), Limits.MAX_PRIORITY))
              .withMaxAttempts(number("maxAttempts", annotation.maxAttempts(), Limits.MAX_ATTEMPTS))
              .withTags(Arrays.stream(annotation.tags()).map(this::text).toArray(String[]::new));
      String name = text(annotation.name());
      Schedule schedule =
          cron.isEmpty()
              ? Schedule.every(name, DurationStyle.detectAndParse(every), job)
              : Schedule.cron(name, cron, job);
      String jitter = text(annotation.jitter());
      schedule = between(schedule, text(annotation.start()), text(annotation.end()));
      return schedule
          .withZone(text(annotation.zone()))
          .withMissed(Missed.of(text(annotation.missed())))
          .withOverlap(annotation.overlap())
          .withJitter(jitter.isEmpty() ? Duration.ZERO : DurationStyle.detectAndParse(jitter));
    } catch (RuntimeException e) {
      throw new AwaStartException(
          where + ": " + e.getMessage() + ".", "Correct the annotation.", e);
    }
  }

  /** The schedule is checked when it is declared, in words that name no annotation. */
  private static int number(String field, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(field + ": must be 1 to " + most + ", got " + value);
    }
    return value;
  }

  private static Schedule between(Schedule schedule, String start, String end) {
    Schedule from = start.isEmpty() ? schedule : schedule.withStart(instant("start", start));
    return end.isEmpty() ? from : from.withEnd(instant("end", end));
  }

  private static Instant instant(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          field + ": must be an instant, as in 2026-11-28T10:00:00Z, got " + text, e);
    }
  }
}
