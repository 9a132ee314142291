package dev.awa.admin.http;

import dev.awa.admin.Units;
import dev.awa.worker.Ticked;
import java.time.Duration;
import java.util.function.Function;

/** Maintenance by a request, for platforms on which no process runs all the time. */
final class TickRoutes {
  /** Proxies and timers give up a request at some time: many after a minute. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private static final Parameter<Duration> WITHIN =
      Parameter.body(
              "within",
              Type.time(),
              "How long it may go on, 5s to 5m; a step that is at work then is finished.")
          .or(Duration.ofSeconds(20));

  private TickRoutes() {}

  /** The steps are those of the leader, so the server's role needs the rights of a worker. */
  static Route tick(Function<Duration, Ticked> tick) {
    return Route.post(
            "tick",
            "/tick",
            "Do the maintenance that is due, unless a worker leads, and say when to come again")
        .with(WITHIN)
        .answering(Schemas.of(Ticked.class))
        .by(call -> tick.apply(checked(call.get(WITHIN))));
  }

  private static Duration checked(Duration within) {
    if (within.compareTo(SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
      throw Values.wrong("within", "must be 5s to 5m, got " + Units.words(within));
    }
    return within;
  }
}
