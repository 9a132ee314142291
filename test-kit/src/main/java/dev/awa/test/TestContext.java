package dev.awa.test;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.RunningJob;
import dev.awa.json.StandardCodec;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

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
   * A later attempt of the same job.
   *
   * @param number 1 to the most that the job may have
   * @throws IllegalArgumentException when the number is out of its range
   */
  public TestContext<A> withAttempt(int number) {
    if (number < 1 || number > source.maxAttempts()) {
      throw new IllegalArgumentException(
          "attempt: must be 1 to " + source.maxAttempts() + ", got " + number);
    }
    return new TestContext<>(source, number);
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
        null);
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
}
