package dev.awa.worker;

import dev.awa.JobEvent;
import dev.awa.JsonCodec;
import dev.awa.RunningJob;
import dev.awa.engine.Claim;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.engine.Flush;
import dev.awa.engine.Run;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a virtual thread for each claimed run and hands its ending to the finisher. */
final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  private final Handlers handlers;
  private final JsonCodec codec;
  private final Finisher finisher;
  private final Events events;
  private final Running running;
  private final Watch watch;
  private final Duration unknownKindDelay;
  private final @Nullable Duration defaultDeadline;
  private final Set<String> toldUnknown = ConcurrentHashMap.newKeySet();

  Runner(
      Handlers handlers,
      JsonCodec codec,
      Finisher finisher,
      Events events,
      Running running,
      Watch watch,
      WorkerConfig config) {
    this.handlers = handlers;
    this.codec = codec;
    this.finisher = finisher;
    this.events = events;
    this.running = running;
    this.watch = watch;
    this.unknownKindDelay = config.unknownKindDelay();
    this.defaultDeadline = config.deadline();
  }

  /** Runs a run; {@code afterwards} gives its permit back. */
  void run(Claim claim, Run run, RunningJob job, Holds.Hold hold, Runnable afterwards) {
    Attempt attempt = new Attempt(claim, run, job, hold);
    Handlers.Entry entry = handlers.find(run.kind());
    if (entry == null) {
      putBack(attempt);
      afterwards.run();
      return;
    }
    running.begin(attempt);
    Duration deadline = job.deadline() == null ? defaultDeadline : job.deadline();
    if (deadline != null) {
      watch.begin(attempt, deadline, () -> expire(attempt, entry, deadline));
    }
    Thread.ofVirtual()
        .name("awa-job-" + run.jobId())
        .start(() -> perform(attempt, entry, afterwards));
  }

  private void perform(Attempt attempt, Handlers.Entry entry, Runnable afterwards) {
    running.enter();
    try {
      announceStart(attempt);
      end(attempt, attempt.perform(entry, codec));
    } finally {
      running.end(attempt);
      afterwards.run();
    }
  }

  /**
   * A run that followed from another on this worker must not be heard of before the end of that
   * one.
   */
  private void announceStart(Attempt attempt) {
    if (!events.unheard()) {
      if (attempt.run().runLease() > 1) {
        finisher.awaitAnnounced();
      }
      events.announce(new JobEvent.Started(attempt.job()));
    }
  }

  private void putBack(Attempt attempt) {
    String kind = attempt.run().kind();
    String why =
        "no handler for kind \"" + kind + "\" on this worker; known here: " + handlers.kinds();
    if (toldUnknown.size() < 1000 && toldUnknown.add(kind)) {
      LOG.warn(
          "job {}: {}. Jobs of this kind are put back for {}",
          attempt.run().jobId(),
          why,
          unknownKindDelay);
    }
    end(attempt, Endings.released(attempt.job().attempt(), unknownKindDelay, why));
  }

  private void expire(Attempt attempt, Handlers.Entry entry, Duration deadline) {
    int number = attempt.job().attempt();
    end(
        attempt,
        Endings.expired(deadline, number, attempt.job().maxAttempts(), entry.backoffAfter(number)));
    attempt.cancel();
  }

  /** Puts a run back at once: its attempt does not count. Does nothing when it has ended. */
  void release(Attempt attempt, String why) {
    end(attempt, Endings.released(attempt.job().attempt(), Duration.ZERO, why));
  }

  private void end(Attempt attempt, Ending ending) {
    Flush.Ended ended = attempt.end(ending);
    if (ended != null) {
      finisher.add(new Finisher.Result(attempt, ended));
    }
  }
}
