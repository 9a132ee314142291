package dev.awa.admin.http;

import dev.awa.StatsFilter;
import dev.awa.admin.TimingsDocument;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The route of what was measured of runs. */
final class TimingRoutes {
  /** For how long timings are kept. */
  private static final Duration LONGEST = Duration.ofDays(90);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int STEPS = 1000;

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

  private static final Parameter<Integer> PAIRS =
      Parameter.query(
              "limit",
              Type.integer(1, STEPS),
              "How many pairs of queue and kind at most, those with most runs.")
          .or(200);

  private TimingRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.get("timings", "/timings", "How long jobs waited and ran, and how many there were")
            .with(Pages.QUEUE, Pages.KIND, SINCE, BY, PAIRS)
            .answering(Schemas.of(TimingsDocument.class))
            .reaching(call -> Pages.oneOf(call.find(Pages.QUEUE)))
            .costly()
            .by(TimingRoutes::timings));
  }

  private static TimingsDocument timings(Call call) {
    StatsFilter filter = StatsFilter.last(inRange("since", call.get(SINCE)));
    String queue = call.find(Pages.QUEUE);
    String kind = call.find(Pages.KIND);
    filter = queue == null ? filter : filter.withQueue(queue);
    filter = kind == null ? filter : filter.withKind(kind);
    Duration by = step(call);
    return by == null
        ? TimingsDocument.perKind(call.awa().stats(), filter).withMost(call.get(PAIRS))
        : TimingsDocument.overTime(call.awa().stats(), filter, by);
  }

  private static Duration inRange(String name, Duration time) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + ": must be 1 s to 90 days, got " + time);
    }
    return time;
  }

  private static @Nullable Duration step(Call call) {
    Duration by = call.find(BY);
    if (by == null) {
      return null;
    }
    inRange("by", by);
    if (call.get(SINCE).dividedBy(by) >= STEPS) {
      throw new IllegalArgumentException(
          "by: must be more than a " + STEPS + "th of since, " + call.get(SINCE) + ", got " + by);
    }
    return by;
  }
}
