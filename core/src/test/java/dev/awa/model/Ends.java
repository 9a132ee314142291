package dev.awa.model;

import dev.awa.Outcome;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.engine.Flush;
import dev.awa.model.Model.End;
import java.time.Duration;

/** How the ends of the model are told to the engine. */
final class Ends {
  private Ends() {}

  static Ending ending(Flush.Ended one, End end, boolean now) {
    int attempt = one.run().attempts() + 1;
    int most = one.run().maxAttempts();
    Duration delay = now ? Duration.ZERO : World.LATER;
    return switch (end) {
      case COMPLETE -> Endings.of(Outcome.complete(), attempt, most, delay);
      case RETRY -> Endings.of(Outcome.retry("an error"), attempt, most, delay);
      case EXPIRE -> Endings.expired(Duration.ofSeconds(1), attempt, most, delay);
      case SNOOZE -> Endings.of(Outcome.snooze(delay), attempt, most, delay);
      case RELEASE -> Endings.released(attempt, delay, "released");
      case CANCEL -> Endings.of(Outcome.cancel("no more"), attempt, most, delay);
      case FAIL -> Endings.of(Outcome.fail("failed"), attempt, most, delay);
      case RESCUE -> Endings.rescued(attempt, most, World.LATER);
    };
  }
}
