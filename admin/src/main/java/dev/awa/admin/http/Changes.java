package dev.awa.admin.http;

import dev.awa.JobChange;
import dev.awa.Limits;
import dev.awa.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** What a body changes of a job that is edited or run again. */
final class Changes {
  static final Parameter<String> QUEUE =
      Parameter.body("queue", Type.text(Limits.NAME_CHARACTERS), "It goes to this queue.");

  static final Parameter<Integer> PRIORITY =
      Parameter.body(
          "priority", Type.integer(1, Limits.MAX_PRIORITY), "It has this priority; 1 is first.");

  static final Parameter<Integer> ATTEMPTS =
      Parameter.body(
          "max_attempts", Type.integer(1, Limits.MAX_ATTEMPTS), "It has so many attempts.");

  static final Parameter<Duration> DELAY =
      Parameter.body("delay", Type.time(), "It runs after this time, up to 3650 days.");

  static final Parameter<Instant> RUN_AT =
      Parameter.body(
          "run_at",
          Type.instant(),
          "It runs at this time, or so long from now: 2h; without delay.");

  static final Parameter<JsonNode> ARGS =
      Parameter.body("args", Type.json(), "It has these arguments, all of them.");

  private Changes() {}

  /** What is asked for, arguments too. */
  static JobChange of(Call call) {
    JsonNode args = call.find(ARGS);
    JobChange change = ofMany(call);
    return args == null ? change : change.args(new RawJson(args.toString()));
  }

  /** What can be asked for of many jobs at once. */
  static JobChange ofMany(Call call) {
    JobChange change = JobChange.NONE;
    String queue = call.find(QUEUE);
    Integer priority = call.find(PRIORITY);
    Integer attempts = call.find(ATTEMPTS);
    change = queue == null ? change : change.queue(queue);
    change = priority == null ? change : change.priority(priority);
    change = attempts == null ? change : change.maxAttempts(attempts);
    return time(call, change, JobChange::delay, JobChange::runAt);
  }

  /** What is asked for of the time at which a job runs; names it only once. */
  static <T> T time(
      Call call, T unchanged, BiFunction<T, Duration, T> delayed, BiFunction<T, Instant, T> at) {
    Duration delay = call.find(DELAY);
    Instant runAt = call.find(RUN_AT);
    if (delay != null && runAt != null) {
      throw new IllegalArgumentException("delay, run_at: name one of them");
    }
    if (runAt != null) {
      return at.apply(unchanged, runAt);
    }
    return delay == null ? unchanged : delayed.apply(unchanged, delay);
  }
}
