package dev.awa.engine;

import dev.awa.JobState;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a run ends: the outcome that goes into the closure log, and what follows for the job. Made by
 * {@link Endings}, the one place that decides it.
 *
 * @param closure the outcome
 * @param next what follows
 * @param error what went wrong, kept with the job; null when nothing did
 */
public record Ending(Closure closure, Next next, @Nullable String error) {

  /** The same ending without the text that went with it. */
  public Ending withoutError() {
    Next plain =
        switch (next) {
          case Next.Cancelled ignored -> new Next.Cancelled("cancelled by its handler");
          case Next.Completed completed -> completed;
          case Next.Again again -> again;
          case Next.Failed failed -> failed;
        };
    return new Ending(closure, plain, null);
  }

  /** How long the next run waits; zero when there is none. */
  public Duration delay() {
    return switch (next) {
      case Next.Again again -> Duration.of(again.delayMicros(), ChronoUnit.MICROS);
      case Next.Completed ignored -> Duration.ZERO;
      case Next.Failed ignored -> Duration.ZERO;
      case Next.Cancelled ignored -> Duration.ZERO;
    };
  }

  /** What follows for the job. */
  public sealed interface Next {
    /** Nothing: the work is done. */
    record Completed() implements Next {}

    /**
     * Another run.
     *
     * @param delayMicros after how long; 0 for at once
     * @param state how the job is shown while it waits
     * @param attempts how many attempts it has had by then
     */
    record Again(long delayMicros, JobState state, int attempts) implements Next {}

    /** A failed job: a dead letter where the queue keeps them. */
    record Failed(String reason) implements Next {}

    /** A cancelled job. */
    record Cancelled(String reason) implements Next {}
  }
}
