package dev.awa.worker;

import dev.awa.Interceptor;
import dev.awa.JobContext;
import dev.awa.Limits;
import dev.awa.Outcome;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One start of a handler for a run. It ends once: by what the handler does, or by the worker that
 * gives it up, whichever comes first.
 */
final class Attempt implements JobContext {
  private static final Complaint COMPLAINT = new Complaint(Attempt.class, "a cancel action failed");
  private static final int PRINTED_CHARACTERS = 2 * Limits.OUTPUT_BYTES;

  private final Runner.Handed handed;
  private final RunningJob job;
  private final Start start = new Start();
  private volatile long startedNanos = System.nanoTime();
  private final AtomicReference<Flush.@Nullable Ended> ended = new AtomicReference<>();
  private final AtomicBoolean handedIn = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> onCancel = new ArrayList<>(0);
  private volatile boolean cancelled;
  private volatile @Nullable Duration backoff;
  private volatile @Nullable Throwable thrown;
  private @Nullable Thread thread;
  private @Nullable StringBuilder printed;

  Attempt(Runner.Handed handed, RunningJob job) {
    this.handed = handed;
    this.job = job;
  }

  Claim claim() {
    return handed.claim();
  }

  /** Whether its thread begins it, or it is taken back. */
  Start start() {
    return start;
  }

  /** What keeps the segments of the run from being pruned until its closure is committed. */
  HeldSlots.Hold hold() {
    return handed.hold();
  }

  Run run() {
    return handed.run();
  }

  void givePermitBack() {
    handed.afterwards().run();
  }

  /** Since its handler was about to be called; before that, since it was claimed. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /**
   * Asks the back-off of the handler for the wait after this attempt, now: at its deadline nobody
   * could ask without waiting for the answer.
   */
  void askBackoff(Handlers.Entry entry) {
    backoff = entry.backoffAfter(job.attempt());
  }

  /** The wait after this attempt; the usual one where the back-off was not asked, or is still. */
  Duration askedBackoff() {
    Duration asked = backoff;
    return asked == null ? Handlers.usualBackoffAfter(job.attempt()) : asked;
  }

  /**
   * Calls the handler on this thread. Whatever it throws is a failed attempt, or one that does not
   * count when it had been told to stop.
   *
   * @param around what is done around it
   */
  Ending perform(Handlers.Entry entry, ArgsReader reader, Interceptor around) {
    begin();
    try {
      Outcome outcome =
          around.around(this, () -> entry.handler().handle(reader.read(entry, run()), this));
      return ending(outcome == null ? Outcome.complete() : outcome, entry);
    } catch (Throwable e) {
      thrown = e;
      return cancelled
          ? Endings.released(job.attempt(), Duration.ZERO, Told.of(e))
          : ending(Outcome.retry(Told.of(e)), entry);
    } finally {
      finish();
    }
  }

  private Ending ending(Outcome outcome, Handlers.Entry entry) {
    return Endings.of(outcome, job.attempt(), job.maxAttempts(), wait(outcome, entry));
  }

  /** Asks for the back-off only where it matters. */
  private Duration wait(Outcome outcome, Handlers.Entry entry) {
    Duration asked = backoff;
    if (asked != null) {
      return asked;
    }
    return switch (outcome) {
      case Outcome.Retry ignored -> entry.backoffAfter(job.attempt());
      case Outcome.Complete ignored -> Duration.ZERO;
      case Outcome.RetryAfter ignored -> Duration.ZERO;
      case Outcome.Snooze ignored -> Duration.ZERO;
      case Outcome.Cancel ignored -> Duration.ZERO;
      case Outcome.Fail ignored -> Duration.ZERO;
    };
  }

  /** What the handler, or what was to call it, has thrown; null when nothing was. */
  @Nullable Throwable thrown() {
    return thrown;
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

  /** The thread that calls the handler now; null before and afterwards. */
  @Nullable Thread thread() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    return ended.get() != null;
  }

  /** Ends the attempt, if nobody has yet; whether it was this call that did. */
  boolean end(Ending ending) {
    return ended.compareAndSet(null, new Flush.Ended(claim(), run(), ending, output()));
  }

  /**
   * Hands in how the attempt ended, if it has: once, and again when that failed. Whether it was
   * this call that did.
   */
  boolean handIn(Consumer<Batch.Result> finisher) {
    Flush.Ended made = ended.get();
    if (made == null || !handedIn.compareAndSet(false, true)) {
      return false;
    }
    try {
      finisher.accept(new Batch.Result(this, made));
      return true;
    } catch (Throwable e) {
      handedIn.set(false);
      throw e;
    }
  }

  /** Whether it has ended, and the ending is known to whoever sends it. */
  boolean isHandedIn() {
    return handedIn.get();
  }

  private @Nullable String output() {
    lock.lock();
    try {
      return printed == null ? null : PlainText.tail(printed.toString());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells the handler that its work is no longer wanted: flag, interrupt, actions. These are the
   * application's: they run on a thread of their own, and nobody waits for them.
   */
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
    if (!actions.isEmpty()) {
      runApart(actions);
    }
  }

  private void runApart(List<Runnable> actions) {
    try {
      Thread.ofVirtual()
          .inheritInheritableThreadLocals(false)
          .name("awa-cancel-" + job.id())
          .start(() -> actions.forEach(Attempt::runQuietly));
    } catch (Throwable e) {
      COMPLAINT.about(e); // no thread: the flag and the interrupt have to do
    }
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
    } catch (Throwable e) {
      COMPLAINT.about(e);
    }
  }
}
