package dev.awa.worker;

import dev.awa.Interceptor;
import dev.awa.RunningJob;
import dev.awa.engine.Claim;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.engine.Run;
import dev.awa.event.Event;
import dev.awa.event.JobEvent;
import dev.awa.event.JobUnreadable;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Starts a virtual thread for each claimed run and hands its ending to the finisher. Whatever a
 * handler does, or what fails around it: an attempt has ended, and the finisher knows, before its
 * permit comes back.
 */
final class Runner {
  private static final Complaint COMPLAINT =
      new Complaint(Runner.class, "a run could not be begun, and is put back");
  private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

  private final Handlers handlers;
  private final ArgsReader reader;
  private final Elsewhere elsewhere;
  private final Interceptor around;
  private final Finisher finisher;
  private final Events events;
  private final DatabaseClock clock;
  private final Measures measures;
  private final Running running;
  private final Watch watch;
  private final ThreadFactory threads;
  private final Tuning tuning;
  private final @Nullable Duration defaultDeadline;
  private final Unbegun unbegun = new Unbegun(System::nanoTime);
  private final PutBack putBack;
  private final FailureLog failures = new FailureLog();

  Runner(Worker.Builder builder, Scope scope, Finisher finisher, Running running, Watch watch) {
    this.handlers = builder.handlers;
    this.reader = builder.argsReader();
    this.around = builder.around;
    this.threads = builder.threads;
    this.elsewhere =
        new Elsewhere(handlers, reader, builder.config.unknownKindDelay(), scope.events());
    this.defaultDeadline = builder.config.deadline();
    this.finisher = finisher;
    this.events = scope.events();
    this.tuning = scope.tuning();
    this.clock = scope.clock();
    this.measures = scope.measures();
    this.running = running;
    this.watch = watch;
    this.putBack = new PutBack(scope.events(), running, unbegun, finisher);
    LongRuns longRuns = new LongRuns(running, builder.config.stackAfter());
    watch.eachSecond(() -> {
      putBack.look();
      longRuns.look();
    });
  }

  /**
   * A claimed run that is to be begun.
   *
   * @param queue the queue that it was claimed from
   * @param hold what keeps its segments
   * @param afterwards gives its permit back
   */
  record Handed(Claim claim, Run run, String queue, HeldSlots.Hold hold, Runnable afterwards) {}

  /** Whether the threads of so many attempts don't get to begin that no more are wanted. */
  boolean isBehind() {
    return unbegun.areTooMany();
  }

  /** How many runs are wanted at once. */
  int atOnce() {
    return unbegun.atOnce();
  }

  /** What puts back the runs that do not get to begin. */
  PutBack putBack() {
    return putBack;
  }

  /**
   * Begins a run. One that can't be begun is put back, as one of an unknown kind is. Throws only
   * when not even that can be done; then nothing was done, and it may be tried again.
   */
  void run(Handed handed) {
    RunningJob job = Facts.of(handed.run(), handed.queue(), handed.claim().priority());
    String unreadable = handed.run().unreadable();
    Handlers.Entry entry = handlers.find(handed.run().kind(), handed.queue(), tuning);
    Attempt attempt = new Attempt(handed, entry == null ? job : entry.config().limit(job));
    String elsewhere = unreadable == null ? this.elsewhere.why(handed.run(), entry) : null;
    if (unreadable != null) {
      endUnreadable(attempt, unreadable);
    } else if (entry == null || elsewhere != null) {
      putBack(attempt, String.valueOf(elsewhere));
    } else if (begin(attempt, entry)) {
      return; // its thread gives the permit back, or who takes the run back
    }
    attempt.givePermitBack();
  }

  /** Whether the thread of the attempt has been started, or it was taken back before. */
  private boolean begin(Attempt attempt, Handlers.Entry entry) {
    measures.waited(attempt.job(), clock.since(attempt.job().readyAt()));
    unbegun.starts();
    try {
      running.begin(attempt);
      Thread thread = threads.newThread(() -> runThrough(attempt, entry));
      thread.setName("awa-job-" + attempt.run().jobId());
      thread.start();
      return true;
    } catch (Throwable e) {
      unbegun.begins();
      if (!attempt.start().begins()) {
        return true; // it was taken back meanwhile
      }
      running.end(attempt);
      putBack(attempt, e);
      return false;
    }
  }

  private void runThrough(Attempt attempt, Handlers.Entry entry) {
    unbegun.begins();
    if (!attempt.start().begins()) {
      return; // it was taken back, and its permit with it
    }
    Throwable failure = null;
    try {
      running.enter();
      perform(attempt, entry);
    } catch (Throwable e) {
      failure = e; // no handler has thrown it: that would be an ending
    }
    endSurely(attempt, failure);
    running.end(attempt);
    attempt.givePermitBack();
  }

  private void perform(Attempt attempt, Handlers.Entry entry) {
    if (attempt.hasEnded()) {
      return; // it was given up before it began
    }
    announceStart(attempt);
    watch(attempt, entry);
    try {
      Surroundings.enter(attempt.job(), entry.loader());
      end(attempt, attempt.perform(entry, reader, around));
    } finally {
      Surroundings.leave();
    }
  }

  /** Puts a run back that has not ended, and hands in what has: again and again, if need be. */
  private void endSurely(Attempt attempt, @Nullable Throwable failure) {
    while (!attempt.isHandedIn()) {
      try {
        try {
          putBack(attempt, failure == null ? new IllegalStateException("not handed in") : failure);
        } catch (Throwable e) {
          Thread.interrupted(); // would end the pause
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (Throwable worse) {
        // there is no memory for a pause either
      }
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
      watch.begin(attempt, deadline, () -> expire(attempt, deadline));
      attempt.askBackoff(entry);
    }
  }

  /**
   * The start of a retry must be announced after the end of the attempt before, which may have been
   * on this worker.
   */
  private void announceStart(Attempt attempt) {
    if (events.areJobsHeard()) {
      if (attempt.run().runNo() > 1) {
        finisher.awaitAnnounced();
      }
      events.accept(new JobEvent.Started(attempt.job(), clock.since(attempt.job().readyAt())));
    }
  }

  /** The server can't read all of the job: no handler is called, and nobody else can run it. */
  private void endUnreadable(Attempt attempt, String why) {
    Run run = attempt.run();
    events.accept(
        new JobUnreadable(
            run.jobId(),
            "job "
                + run.jobId()
                + " (kind \""
                + run.kind()
                + "\", queue \""
                + attempt.job().queue()
                + "\") can't be read, and ends as a dead letter without what is lost: "
                + why
                + ". Its row stands in the ready log, slot "
                + run.slot()
                + ", until its segment is pruned"));
    handIn(attempt, Endings.unreadable(why));
  }

  private void putBack(Attempt attempt, String why) {
    end(attempt, Endings.released(attempt.job().attempt(), elsewhere.delay(), why));
  }

  /** Something fails that is none of the handler's: memory, or threads, have run out. */
  private void putBack(Attempt attempt, Throwable failure) {
    COMPLAINT.about(failure);
    putBack(attempt, "could not be begun: " + Event.line(failure));
  }

  /** On the thread of the watch: asks the application nothing, and waits for nobody. */
  private void expire(Attempt attempt, Duration deadline) {
    int number = attempt.job().attempt();
    int most = attempt.job().maxAttempts();
    Ending ending = Endings.expired(deadline, number, most, attempt.askedBackoff());
    boolean expired = attempt.end(ending);
    attempt.cancel();
    attempt.handIn(finisher::addAtOnce);
    if (expired) {
      failures.failed(attempt.job(), attempt.took(), ending, null);
    }
  }

  /** Puts a run back at once: its attempt does not count. Does nothing when it has ended. */
  void release(Attempt attempt, String why) {
    end(attempt, Endings.released(attempt.job().attempt(), Duration.ZERO, why));
  }

  /** Ends an attempt, unless somebody has, and tells the log when it has failed. */
  private void end(Attempt attempt, Ending ending) {
    if (handIn(attempt, ending) && ending.closure().isFailure()) {
      failures.failed(attempt.job(), attempt.took(), ending, attempt.thrown());
    }
  }

  /** Ends an attempt and hands in how it has ended; false when somebody else has ended it. */
  private boolean handIn(Attempt attempt, Ending ending) {
    boolean first = attempt.end(ending);
    if (!attempt.handIn(finisher::add)) {
      finisher.awaitRoom(); // the watch has handed it in, which must not wait
    }
    return first;
  }
}
