package dev.awa.admin.http;

import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Limits;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.admin.UniqueRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The route by which people enqueue a job by hand. */
final class EnqueueRoutes {
  private static final Parameter<String> KIND =
      Parameter.body("kind", Type.text(Limits.NAME_CHARACTERS), "What is to be done.").must();

  private static final Parameter<String> QUEUE =
      Parameter.body("queue", Type.text(Limits.NAME_CHARACTERS), "Where it waits.")
          .or(Job.DEFAULT_QUEUE);

  private static final Parameter<List<String>> TAGS =
      Parameter.body("tags", Type.list(Type.text(Limits.NAME_CHARACTERS), Limits.TAGS), "Its tags.")
          .or(List.of());

  private static final Parameter<Integer> VERSION =
      Parameter.body(
              "version", Type.integer(1, Limits.MAX_VERSION), "The version of its arguments.")
          .or(1);

  private static final Parameter<List<String>> MASKED =
      Parameter.body(
              "masked",
              Type.list(Type.text(Limits.NAME_CHARACTERS), Limits.MASKED),
              "The fields of its arguments that are not shown.")
          .or(List.of());

  private static final Parameter<Duration> DEADLINE =
      Parameter.body(
          "deadline", Type.time(), "How long an attempt may take; default: as its worker says.");

  private static final Parameter<String> ORDERING_KEY =
      Parameter.body(
          "ordering_key",
          Type.text(Limits.NAME_CHARACTERS),
          "Jobs with the same key are claimed in their order.");

  private static final Parameter<Map<String, Object>> METADATA =
      Parameter.body("metadata", Type.object(), "What travels with it, up to 64 KiB of JSON.");

  private static final Parameter<Map<String, Object>> UNIQUE =
      Parameter.body(
          "unique",
          Type.object(),
          "What makes another job the same, as the SQL function awa.enqueue has it: {\"args\":"
              + " [\"to\"], \"period\": 3600}. Who is let into some queues may not replace a job.");

  private EnqueueRoutes() {}

  static Route enqueue() {
    return Route.post("job-enqueue", "/jobs", "Enqueue a job by hand")
        .with(KIND, QUEUE, Changes.ARGS, VERSION, MASKED, Changes.PRIORITY, Changes.ATTEMPTS)
        .with(Changes.DELAY, Changes.RUN_AT, DEADLINE, ORDERING_KEY, TAGS, METADATA, UNIQUE)
        .answering(Schemas.of(Enqueued.class))
        .reaching(call -> List.of(call.get(QUEUE)))
        .by(call -> call.awa().enqueue(job(call)));
  }

  private static Job<RawJson> job(Call call) {
    JsonNode args = call.find(Changes.ARGS);
    Job<RawJson> job =
        Job.of(call.get(KIND), new RawJson(args == null ? "{}" : args.toString()))
            .withQueue(call.get(QUEUE))
            .withVersion(call.get(VERSION))
            .withMasked(call.get(MASKED).toArray(String[]::new))
            .withTags(call.get(TAGS).toArray(String[]::new));
    job = with(job, call.find(Changes.PRIORITY), Job::withPriority);
    job = with(job, call.find(Changes.ATTEMPTS), Job::withMaxAttempts);
    job = with(job, call.find(DEADLINE), Job::withDeadline);
    job = with(job, call.find(ORDERING_KEY), Job::withOrderingKey);
    job = with(job, call.find(METADATA), Job::withMetadata);
    job = with(job, unique(call), Job::withUnique);
    return Changes.time(call, job, Job::withDelay, Job::withRunAt);
  }

  /** The job that holds the key may be in any queue: who is let into some does not change it. */
  private static @Nullable Unique unique(Call call) {
    Map<String, Object> rule = call.find(UNIQUE);
    if (rule == null) {
      return null;
    }
    Unique unique;
    try {
      unique = UniqueRule.read(rule);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unique: " + e.getMessage(), e);
    }
    if (unique.onConflict() == Unique.OnConflict.REPLACE && call.principal().isRestricted()) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          "the job that would be replaced may be in any queue, and you are let into some",
          "Let the rule return or fail");
    }
    return unique;
  }

  private static <T> Job<RawJson> with(
      Job<RawJson> job, @Nullable T value, BiFunction<Job<RawJson>, T, Job<RawJson>> change) {
    return value == null ? job : change.apply(job, value);
  }
}
