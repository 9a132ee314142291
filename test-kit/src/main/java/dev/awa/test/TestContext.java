package dev.awa.test;

import dev.awa.Handler;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.JobProgress;
import dev.awa.JsonCodec;
import dev.awa.Limits;
import dev.awa.Outcome;
import dev.awa.PlannedFire;
import dev.awa.RunningJob;
import dev.awa.TypeRef;
import dev.awa.json.StandardCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context of an attempt that no worker makes, for a test of a handler without a database.
 *
 * <pre>{@code
 * TestContext<SendReceipt> attempt = TestContext.of(new SendReceipt("jo@example.org", 4200));
 * assertThatOutcome(attempt.run(sender)).isCompleted();
 * }</pre>
 *
 * <p>Not safe for use by several threads, but for {@link #cancel}.
 *
 * @param <A> the arguments of the job
 */
public final class TestContext<A> implements JobContext {
  private final Job<A> source;
  private final int attempt;
  private final List<Runnable> onCancel = new ArrayList<>();
  private final StringBuilder printed = new StringBuilder();
  private final List<String> logged = new ArrayList<>();
  private @Nullable JobProgress progress;
  private @Nullable String checkpoint;
  private @Nullable PlannedFire fire;
  private volatile boolean cancelled;

  private TestContext(Job<A> source, int attempt) {
    this.source = source;
    this.attempt = attempt;
  }

  /** The first attempt of a job with these arguments. */
  public static <A> TestContext<A> of(A args) {
    return of(Job.of(args));
  }

  /** The first attempt of a job. */
  public static <A> TestContext<A> of(Job<A> job) {
    return new TestContext<>(job, 1);
  }

  /**
   * A later attempt of the same job, with the checkpoint that this one has left.
   *
   * @param number 1 to the most that the job may have
   * @throws IllegalArgumentException when the number is out of its range
   */
  public TestContext<A> withAttempt(int number) {
    if (number < 1 || number > source.maxAttempts()) {
      throw new IllegalArgumentException(
          "attempt: must be 1 to " + source.maxAttempts() + ", got " + number);
    }
    return like(number);
  }

  /**
   * The same attempt, that an attempt before has left a checkpoint.
   *
   * @param value anything that the codec can write
   * @throws InvalidJobException when it can't be written, or is too large
   */
  public TestContext<A> withCheckpoint(Object value) {
    TestContext<A> other = like(attempt);
    other.checkpoint = json(value);
    return other;
  }

  /**
   * The same attempt, of a job that a fire of a schedule has enqueued: what the handler finds in
   * {@link RunningJob#fire}.
   */
  public TestContext<A> withFire(PlannedFire planned) {
    TestContext<A> other = like(attempt);
    other.fire = planned;
    return other;
  }

  /** What was said of the job, and nothing of what the handler has done. */
  private TestContext<A> like(int number) {
    TestContext<A> other = new TestContext<>(source, number);
    other.checkpoint = checkpoint;
    other.fire = fire;
    return other;
  }

  private static String json(Object value) {
    String json = StandardCodec.find().write(value);
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.CHECKPOINT_BYTES) {
      throw new InvalidJobException(
          "checkpoint",
          bytes + " bytes",
          "must be at most " + Limits.CHECKPOINT_BYTES + " bytes of JSON");
    }
    return json;
  }

  /**
   * Calls a handler on this thread, with the arguments as they come out of the database: written as
   * JSON and read again.
   *
   * @return what the handler says follows
   * @throws Exception what the handler throws, which a worker would take for a failed attempt
   */
  public Outcome run(Handler<? super A> handler) throws Exception {
    return handler.handle(stored(), this);
  }

  /** Calls a handler that says nothing; returning is {@link Outcome#complete}. */
  public Outcome runTask(Handler.Task<? super A> task) throws Exception {
    task.run(stored(), this);
    return Outcome.complete();
  }

  @SuppressWarnings("unchecked") // what is written of a type is read as the same type
  private A stored() {
    JsonCodec codec = StandardCodec.find();
    Type declared = source.type();
    Type type = declared == null ? source.args().getClass() : declared;
    return (A) codec.read(codec.write(source.args()), type);
  }

  /**
   * Tells the handler that its work is no longer wanted: the flag, then the actions, on this
   * thread. The handler's thread is not interrupted.
   */
  public void cancel() {
    List<Runnable> actions;
    synchronized (onCancel) {
      cancelled = true;
      actions = List.copyOf(onCancel);
      onCancel.clear();
    }
    actions.forEach(Runnable::run);
  }

  /** What the handler has printed. */
  public String printed() {
    return printed.toString();
  }

  /** The lines that the handler has logged, all of them. */
  public List<String> logged() {
    return List.copyOf(logged);
  }

  /** How far the handler said last that it is; empty when it has said nothing. */
  public Optional<JobProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /** A job with id 1, enqueued a moment ago. */
  @Override
  public RunningJob job() {
    Instant now = Instant.now();
    return new RunningJob(
        1,
        attempt,
        source.kind(),
        source.queue(),
        source.priority(),
        attempt,
        source.maxAttempts(),
        now,
        now,
        source.deadline(),
        source.tags(),
        new LinkedHashMap<>(source.metadata()),
        source.traceContext(),
        fire);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (onCancel) {
      if (!cancelled) {
        onCancel.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public void print(String text) {
    printed.append(text);
  }

  @Override
  public JobContext progress(double percent, String message) {
    progress = new JobProgress(percent, message, Instant.now());
    return this;
  }

  @Override
  public JobContext checkpoint(Object value) {
    checkpoint = json(value);
    return this;
  }

  @Override
  public JobContext forgetCheckpoint() {
    checkpoint = null;
    return this;
  }

  @Override
  public <T> Optional<T> checkpoint(Class<T> type) {
    return read(type);
  }

  @Override
  public <T> Optional<T> checkpoint(TypeRef<T> type) {
    return read(type.type());
  }

  @SuppressWarnings("unchecked") // the codec reads as the type
  private <T> Optional<T> read(Type type) {
    return Optional.ofNullable(checkpoint).map(json -> (T) StandardCodec.find().read(json, type));
  }

  @Override
  public void log(String line) {
    logged.add(line);
  }
}
