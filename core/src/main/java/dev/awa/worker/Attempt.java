package dev.awa.worker;

import dev.awa.JobContext;
import dev.awa.JsonCodec;
import dev.awa.Limits;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.RunningJob;
import dev.awa.engine.Claim;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.engine.Flush;
import dev.awa.engine.PlainText;
import dev.awa.engine.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One start of a handler for a run. It ends once: by what the handler does, or by the worker that
 * gives it up, whichever comes first.
 */
final class Attempt implements JobContext {
  private static final Complaint COMPLAINT =
      new Complaint(LoggerFactory.getLogger(Attempt.class), "a cancel action failed");
  private static final int PRINTED_CHARACTERS = 2 * Limits.OUTPUT_BYTES;

  private final Claim claim;
  private final Run run;
  private final RunningJob job;
  private final Holds.Hold hold;
  private volatile long startedNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> onCancel = new ArrayList<>(0);
  private volatile boolean cancelled;
  private @Nullable Thread thread;
  private @Nullable StringBuilder printed;

  Attempt(Claim claim, Run run, RunningJob job, Holds.Hold hold) {
    this.hold = hold;
    this.claim = claim;
    this.run = run;
    this.job = job;
  }

  Claim claim() {
    return claim;
  }

  /** What keeps the segments of the run from being pruned until its closure is committed. */
  Holds.Hold hold() {
    return hold;
  }

  Run run() {
    return run;
  }

  /** Since its handler was about to be called; before that, since it was claimed. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /**
   * Calls the handler on this thread. Whatever it throws is a failed attempt, or one that does not
   * count when it had been told to stop.
   */
  Ending perform(Handlers.Entry entry, JsonCodec codec) {
    begin();
    try {
      Object args = args(entry, codec);
      Outcome outcome = entry.handler().handle(args, this);
      return ending(outcome == null ? Outcome.complete() : outcome, entry);
    } catch (Throwable e) {
      return cancelled
          ? Endings.released(job.attempt(), Duration.ZERO, description(e))
          : ending(Outcome.retry(description(e)), entry);
    } finally {
      finish();
    }
  }

  private Object args(Handlers.Entry entry, JsonCodec codec) {
    return entry.type() == RawJson.class
        ? new RawJson(run.args())
        : codec.read(run.args(), entry.type());
  }

  private Ending ending(Outcome outcome, Handlers.Entry entry) {
    return Endings.of(outcome, job.attempt(), job.maxAttempts(), entry.backoffAfter(job.attempt()));
  }

  /**
   * What went wrong, for people. The exception is the handler's: anything it does may throw too.
   */
  private static String description(Throwable e) {
    try {
      StringBuilder text = new StringBuilder(String.valueOf(e));
      StackTraceElement[] trace = e.getStackTrace();
      for (int i = 0; i < Math.min(10, trace.length); i++) {
        text.append("\n  at ").append(trace[i]);
      }
      Throwable cause = e.getCause();
      if (cause != null) {
        text.append("\ncaused by ").append(cause);
      }
      return text.toString();
    } catch (Throwable worse) {
      return e.getClass().getName() + ", which can't describe itself";
    }
  }

  private void begin() {
    startedNanos = System.nanoTime();
    lock.lock();
    try {
      thread = Thread.currentThread();
      if (cancelled) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From here on nobody interrupts the thread. */
  private void finish() {
    lock.lock();
    try {
      thread = null;
    } finally {
      lock.unlock();
    }
    Thread.interrupted();
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Ends the attempt, if nobody has yet. */
  Flush.@Nullable Ended end(Ending ending) {
    Flush.Ended made = new Flush.Ended(claim, run, ending, output()); // before nobody else can
    return ended.compareAndSet(false, true) ? made : null;
  }

  private @Nullable String output() {
    lock.lock();
    try {
      return printed == null ? null : PlainText.tail(printed.toString());
    } finally {
      lock.unlock();
    }
  }

  /** Tells the handler that its work is no longer wanted: flag, actions, interrupt. */
  void cancel() {
    List<Runnable> actions;
    lock.lock();
    try {
      if (cancelled) {
        return;
      }
      cancelled = true;
      actions = List.copyOf(onCancel);
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    actions.forEach(Attempt::runQuietly);
  }

  @Override
  public RunningJob job() {
    return job;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void onCancel(Runnable action) {
    lock.lock();
    try {
      if (!cancelled) {
        onCancel.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    runQuietly(action);
  }

  @Override
  public void print(String text) {
    lock.lock();
    try {
      if (printed == null) {
        printed = new StringBuilder();
      }
      printed.append(text);
      if (printed.length() > PRINTED_CHARACTERS) {
        printed.delete(0, printed.length() - PRINTED_CHARACTERS / 2);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      COMPLAINT.about(e);
    }
  }
}
