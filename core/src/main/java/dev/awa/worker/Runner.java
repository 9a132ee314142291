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
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a virtual thread for each claimed run and hands its ending to the finisher. */
final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final Complaint COMPLAINT =
      new Complaint(LOG, "a run could not be begun, and is put back");

  private final Handlers handlers;
  private final JsonCodec codec;
  private final Finisher finisher;
  private final Events events;
  private final Running running;
  private final Watch watch;
  private final ThreadFactory threads;
  private final Duration unknownKindDelay;
  private final @Nullable Duration defaultDeadline;
  private final Set<String> toldUnknown = ConcurrentHashMap.newKeySet();

  Runner(Worker.Builder builder, Finisher finisher, Events events, Running running, Watch watch) {
    this.handlers = builder.handlers;
    this.codec = builder.codec();
    this.threads = builder.threads;
    this.unknownKindDelay = builder.config.unknownKindDelay();
    this.defaultDeadline = builder.config.deadline();
    this.finisher = finisher;
    this.events = events;
    this.running = running;
    this.watch = watch;
  }

  /**
   * A claimed run that is to be begun.
   *
   * @param queue the queue that it was claimed from
   * @param hold what keeps its segments
   * @param afterwards gives its permit back
   */
  record Handed(Claim claim, Run run, String queue, Holds.Hold hold, Runnable afterwards) {}

  /**
   * Begins a run. One that can't be begun is put back, as one of an unknown kind is. Throws only
   * when not even that can be done; then nothing was done, and it may be tried again.
   */
  void run(Handed handed) {
    RunningJob job = Facts.of(handed.run(), handed.queue(), handed.claim().priority());
    Attempt attempt = new Attempt(handed.claim(), handed.run(), job, handed.hold());
    Handlers.Entry entry = handlers.find(handed.run().kind());
    if (entry == null) {
      putBack(attempt);
    } else if (begin(attempt, entry, handed.afterwards())) {
      return; // its thread gives the permit back
    }
    handed.afterwards().run();
  }

  /** Whether the thread of the attempt has been started. */
  private boolean begin(Attempt attempt, Handlers.Entry entry, Runnable afterwards) {
    try {
      running.begin(attempt);
      Thread thread = threads.newThread(() -> perform(attempt, entry, afterwards));
      thread.setName("awa-job-" + attempt.run().jobId());
      thread.start();
      return true;
    } catch (RuntimeException | Error e) {
      running.end(attempt);
      putBack(attempt, e);
      return false;
    }
  }

  private void perform(Attempt attempt, Handlers.Entry entry, Runnable afterwards) {
    running.enter();
    try {
      announceStart(attempt);
      watch(attempt, entry);
      end(attempt, attempt.perform(entry, codec));
    } catch (RuntimeException | Error e) {
      putBack(attempt, e); // no handler has thrown it: that would be an ending
    } finally {
      if (attempt.hasEnded()) {
        running.end(attempt); // else it is released when the worker shuts down
      }
      afterwards.run();
    }
  }

  /**
   * The deadline counts from here, on the thread of the attempt: not from its claim, after which it
   * may wait for a processor. Reading the arguments is part of the attempt.
   */
  private void watch(Attempt attempt, Handlers.Entry entry) {
    Duration own = attempt.job().deadline();
    Duration deadline = own == null ? defaultDeadline : own;
    if (deadline != null) {
      watch.begin(attempt, deadline, () -> expire(attempt, entry, deadline));
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

  /** Something fails that is none of the handler's: memory, or threads, have run out. */
  private void putBack(Attempt attempt, Throwable failure) {
    COMPLAINT.about(failure);
    end(
        attempt,
        Endings.released(
            attempt.job().attempt(), unknownKindDelay, "could not be begun: " + failure));
  }

  private void expire(Attempt attempt, Handlers.Entry entry, Duration deadline) {
    int number = attempt.job().attempt();
    int most = attempt.job().maxAttempts();
    Flush.Ended ended =
        attempt.end(Endings.expired(deadline, number, most, entry.backoffAfter(number)));
    attempt.cancel();
    send(attempt, ended);
  }

  /** Puts a run back at once: its attempt does not count. Does nothing when it has ended. */
  void release(Attempt attempt, String why) {
    end(attempt, Endings.released(attempt.job().attempt(), Duration.ZERO, why));
  }

  private void end(Attempt attempt, Ending ending) {
    send(attempt, attempt.end(ending));
  }

  /** Sends an ending; null when somebody else has ended the attempt. */
  private void send(Attempt attempt, Flush.@Nullable Ended ended) {
    if (ended != null) {
      finisher.add(new Batch.Result(attempt, ended));
    }
  }
}
