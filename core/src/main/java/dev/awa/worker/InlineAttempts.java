package dev.awa.worker;

import dev.awa.RunningJob;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.event.JobEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs attempts to their end on the thread that asks, which is left as it was. */
final class InlineAttempts {
  private final Worker.Builder builder;
  private final DatabaseClock clock;
  private final ArgsReader reader;
  private final Elsewhere elsewhere;
  private final FailureLog failures = new FailureLog();

  InlineAttempts(Worker.Builder builder, DatabaseClock clock) {
    this.builder = builder;
    this.clock = clock;
    this.reader = builder.argsReader();
    this.elsewhere =
        new Elsewhere(builder.handlers, reader, builder.config.unknownKindDelay(), event -> {});
  }

  /** Calls the handler of a claimed run, if it has one, and answers how the attempt ended. */
  Batch.Result run(Runner.Handed handed, Tuning tuning) {
    RunningJob job = Facts.of(handed.run(), handed.queue(), handed.claim().priority());
    Handlers.Entry entry = builder.handlers.find(handed.run().kind(), handed.queue(), tuning);
    Attempt attempt = new Attempt(handed, entry == null ? job : entry.config().limit(job));
    Ending ending = ending(attempt, entry);
    attempt.end(ending);
    List<Batch.Result> results = new ArrayList<>(1);
    attempt.handIn(results::add);
    if (ending.closure().isFailure()) {
      failures.failed(attempt.job(), attempt.took(), ending, attempt.thrown());
    }
    return results.getFirst();
  }

  private Ending ending(Attempt attempt, Handlers.@Nullable Entry entry) {
    String unreadable = attempt.run().unreadable();
    if (unreadable != null) {
      return Endings.unreadable(unreadable);
    }
    String why = elsewhere.why(attempt.run(), entry);
    if (entry == null || why != null) {
      return Endings.released(attempt.job().attempt(), elsewhere.delay(), String.valueOf(why));
    }
    tell(new JobEvent.Started(attempt.job(), clock.since(attempt.job().readyAt())));
    return perform(attempt, entry);
  }

  private Ending perform(Attempt attempt, Handlers.Entry entry) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    Surroundings before = Surroundings.ofThisThread();
    try {
      Surroundings.enter(attempt.job(), entry.loader());
      return attempt.perform(entry, reader, builder.around);
    } finally {
      before.restore();
      if (interrupted) {
        Thread.currentThread().interrupt(); // the end of an attempt clears it
      }
    }
  }

  /** Tells the listeners of jobs, one after the other; what they throw is logged. */
  void tell(JobEvent event) {
    builder.listeners.forEach(listener -> listener.hearHere(event));
  }
}
