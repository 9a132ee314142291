package dev.awa.worker;

import dev.awa.Interceptor;
import dev.awa.JobContext;
import dev.awa.JobProgress;
import dev.awa.Outcome;
import dev.awa.RunningJob;
import dev.awa.TypeRef;
import dev.awa.engine.Claim;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.engine.Flush;
import dev.awa.engine.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One start of a handler for a run. It ends once: by what the handler does, or by the worker that
 * gives it up, whichever comes first.
 */
final class Attempt implements JobContext {
  private final Runner.Handed handed;
  private final RunningJob job;
  private final Start start = new Start();
  private volatile long startedNanos = System.nanoTime();
  private final AtomicReference<Flush.@Nullable Ended> ended = new AtomicReference<>();
  private final AtomicBoolean handedIn = new AtomicBoolean();
  private final Cancellation cancellation = new Cancellation();
  private final AtomicReference<@Nullable Telling> telling = new AtomicReference<>();
  private volatile @Nullable Duration backoff;
  private volatile @Nullable Throwable thrown;
  private volatile @Nullable Checkpoints checkpoints;

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
    startedNanos = System.nanoTime();
    cancellation.begin();
    checkpoints = new Checkpoints(reader, run());
    try {
      Outcome outcome =
          around.around(this, () -> entry.handler().handle(reader.read(entry, run()), this));
      return ending(outcome == null ? Outcome.complete() : outcome, entry);
    } catch (Throwable e) {
      thrown = e;
      return cancellation.isCancelled()
          ? Endings.released(job.attempt(), Duration.ZERO, Told.of(e))
          : ending(Outcome.retry(Told.of(e)), entry);
    } finally {
      cancellation.finish();
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

  /** The thread that calls the handler now; null before and afterwards. */
  @Nullable Thread thread() {
    return cancellation.thread();
  }

  boolean hasEnded() {
    return ended.get() != null;
  }

  /** Ends the attempt, if nobody has yet; whether it was this call that did. */
  boolean end(Ending ending) {
    return ended.compareAndSet(null, ended(ending));
  }

  private Flush.Ended ended(Ending ending) {
    Telling told = telling.get();
    return told == null
        ? new Flush.Ended(claim(), run(), ending, null, null, took())
        : new Flush.Ended(claim(), run(), ending, told.output(), told.last(), took());
  }

  /** What the handler tells; null when it has told nothing. */
  @Nullable Telling telling() {
    return telling.get();
  }

  private Telling tell() {
    Telling told = telling.get();
    if (told != null) {
      return told;
    }
    Telling first = new Telling();
    return telling.compareAndSet(null, first) ? first : tell();
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

  /** Tells the handler that its work is no longer wanted. */
  void cancel() {
    cancellation.cancel(job.id());
  }

  @Override
  public RunningJob job() {
    return job;
  }

  @Override
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  @Override
  public void onCancel(Runnable action) {
    cancellation.on(action);
  }

  @Override
  public void print(String text) {
    tell().print(text);
  }

  @Override
  public void log(String line) {
    tell().log(line);
  }

  @Override
  public JobContext progress(double percent, String message) {
    tell().progress(new JobProgress(percent, message, Instant.EPOCH)); // the database says when
    return this;
  }

  @Override
  public JobContext checkpoint(Object value) {
    tell().checkpoint(checkpoints().of(value));
    return this;
  }

  @Override
  public JobContext forgetCheckpoint() {
    tell().checkpoint(checkpoints().none());
    return this;
  }

  @Override
  @SuppressWarnings("unchecked") // the codec reads as the type
  public <T> Optional<T> checkpoint(Class<T> type) {
    return (Optional<T>) checkpoints().read(type);
  }

  @Override
  @SuppressWarnings("unchecked") // the codec reads as the type
  public <T> Optional<T> checkpoint(TypeRef<T> type) {
    return (Optional<T>) checkpoints().read(type.type());
  }

  private Checkpoints checkpoints() {
    return Objects.requireNonNull(checkpoints, "the handler is not called yet");
  }
}
