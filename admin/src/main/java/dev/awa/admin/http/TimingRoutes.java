package dev.awa.admin.http;

import dev.awa.Limits;
import dev.awa.StatsFilter;
import dev.awa.admin.QueueDepths;
import dev.awa.admin.TimingsDocument;
import java.time.Duration;
import java.util.List;

/** Routes of what was measured of runs and of queues. */
final class TimingRoutes {
  /** For how long timings are kept. */
  private static final Duration LONGEST = Duration.ofDays(90);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final int STEPS = 1000;
  private static final int MOST_QUEUES = 100;

  private static final Parameter<Duration> SINCE =
      Parameter.query("since", Type.time(), "For how long back from now, 1 s to 90 days.")
          .or(Duration.ofHours(1));

  private static final Parameter<Duration> BY =
      Parameter.query(
          "by",
          Type.time(),
          "A row for each step of so long, 1 s to 90 days and at most "
              + STEPS
              + " steps, of all that is asked for together; default: a row for each queue and"
              + " kind.");

  private static final Parameter<Duration> STEP =
      Parameter.query(
              "by",
              Type.time(),
              "How long a step is, 1 s to 90 days and at most " + STEPS + " steps.")
          .or(FIVE_MINUTES);

  private static final Parameter<Integer> PAIRS =
      Parameter.query(
              "limit",
              Type.integer(1, STEPS),
              "How many pairs of queue and kind at most, those with most runs.")
          .or(200);

  private static final Parameter<Double> PERCENTILE =
      Parameter.query(
          "percentile",
          Type.part(),
          "A percentile besides those of 0.5, 0.95 and 0.99, from 0 to 1: asked in the answer.");

  private static final Parameter<List<String>> QUEUES =
      Parameter.query(
              "queues",
              Type.names(MOST_QUEUES, Limits.NAME_CHARACTERS),
              "Of which queues: names with commas between. A name with a comma, or one that begins"
                  + " with ~, goes as ~ and base64url.")
          .must();

  private TimingRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.get("timings", "/timings", "How long jobs waited and ran, and how many there were")
            .with(Pages.QUEUE, Pages.KIND, SINCE, BY, PAIRS, PERCENTILE)
            .answering(Schemas.of(TimingsDocument.class))
            .reaching(call -> Pages.oneOf(call.find(Pages.QUEUE)))
            .costly()
            .by(TimingRoutes::timings),
        Route.get("depths", "/depths", "What each of some queues held over time, for two days")
            .with(QUEUES, SINCE, STEP)
            .answering(Schemas.listOf(QueueDepths.class))
            .reaching(call -> call.get(QUEUES))
            .costly()
            .by(TimingRoutes::depths));
  }

  private static TimingsDocument timings(Call call) {
    StatsFilter filter = StatsFilter.last(inRange("since", call.get(SINCE)));
    String queue = call.find(Pages.QUEUE);
    String kind = call.find(Pages.KIND);
    filter = queue == null ? filter : filter.withQueue(queue);
    filter = kind == null ? filter : filter.withKind(kind);
    Duration by = call.find(BY);
    Double part = call.find(PERCENTILE);
    return by == null
        ? TimingsDocument.perKind(call.awa().stats(), filter, part).withMost(call.get(PAIRS))
        : TimingsDocument.overTime(call.awa().stats(), filter, step(call, by), part);
  }

  private static List<QueueDepths> depths(Call call) {
    StatsFilter filter = StatsFilter.last(inRange("since", call.get(SINCE)));
    return QueueDepths.of(
        call.awa().stats().depths(call.get(QUEUES), filter, step(call, call.get(STEP))));
  }

  private static Duration inRange(String name, Duration time) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + ": must be 1 s to 90 days, got " + time);
    }
    return time;
  }

  private static Duration step(Call call, Duration by) {
    inRange("by", by);
    if (call.get(SINCE).dividedBy(by) >= STEPS) {
      throw new IllegalArgumentException(
          "by: must be more than a " + STEPS + "th of since, " + call.get(SINCE) + ", got " + by);
    }
    return by;
  }
}
