package dev.awa.client;

import dev.awa.Action;
import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.JobFilter;
import dev.awa.Stopped;
import dev.awa.StoredJob;
import dev.awa.StoredOperation;
import dev.awa.engine.Engine;
import dev.awa.engine.Operations.Meant;
import dev.awa.engine.StorableText;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does something to every job that a filter means and that is there now, however many these are:
 * run again, cancel, edit, delete.
 *
 * <p>An operation is submitted, and the leading worker works it off afterwards, in small chunks,
 * each a transaction. Each job is treated once. Neither a crash nor another leader breaks an
 * operation, and no claim waits for it for longer than some hundredths of a second. Without any
 * worker it waits. Operations and their numbers are kept for 90 days after their end.
 */
public final class Operations {
  /** What a preview may take, unless it is told otherwise. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private static final int SOME = 10_000;
  private static final int FEW = 500;

  /** What a step of a count may take for the next one to be longer. */
  private static final long QUICK_NANOS = Duration.ofMillis(100).toNanos();

  private final Engine engine;
  private final Database database;
  private final Database reading;
  private final Jobs jobs;

  Operations(Engine engine, Database database, Jobs jobs) {
    this.engine = engine;
    this.database = database.as(Duty.OPERATOR);
    this.reading = database.as(Duty.READER);
    this.jobs = jobs;
  }

  /**
   * Counts the jobs that an operation would treat, and shows ten. Takes about 2 s at most: where
   * more jobs are meant than can be counted by then, it says how many at least. Changes nothing,
   * and needs the rights of {@link Duty#READER} alone.
   *
   * @param filter which jobs; its limit says nothing. An empty one is refused unless it is {@link
   *     JobFilter#all}
   * @throws IllegalArgumentException when the filter has no condition, or a place to begin at
   * @throws AwaException when it has a state that the action does not treat, or looks for a text
   *     that no job can have; when a value of the change is out of its range
   */
  public OperationPreview preview(JobFilter filter, Action action) {
    return preview(filter, action, SOON);
  }

  /**
   * The same; how long it counts: a large span has all jobs counted.
   *
   * @throws IllegalArgumentException also when the span is negative
   */
  public OperationPreview preview(JobFilter filter, Action action, Duration within) {
    Filters.requireMany(filter);
    if (within.isNegative()) {
      throw new IllegalArgumentException("within: must be 0 or more, got " + within);
    }
    long begun = System.nanoTime();
    int most = FEW;
    Meant some = some(filter, action, 0, most);
    List<StoredJob> sample =
        some.sample().stream().map(jobs::find).flatMap(Optional::stream).toList();
    long counted = some.jobs();
    long took = System.nanoTime() - begun;
    while (some.next().isPresent() && System.nanoTime() - begun < within.toNanos()) {
      most = took < QUICK_NANOS ? Math.min(SOME, 4 * most) : most;
      long next = System.nanoTime();
      some = some(filter, action, some.next().get(), most);
      took = System.nanoTime() - next;
      counted += some.jobs();
    }
    return new OperationPreview(
        this, filter, action, counted, some.next().isEmpty(), sample, unknownTarget(action));
  }

  /** The queue to which the jobs would go, where nobody has ever heard of it. */
  private @Nullable String unknownTarget(Action action) {
    String to = action.change().queue();
    return to == null || reading.call("look for a queue", tx -> engine.queues().isKnown(tx, to))
        ? null
        : to;
  }

  /**
   * Where each job has to be looked into, one takes up to a millisecond: so a step that is not
   * quick keeps the next from being longer, and none comes near the limit of a statement.
   */
  private Meant some(JobFilter filter, Action action, long after, int most) {
    return reading.call(
        "preview an operation", tx -> engine.operations().preview(tx, filter, action, after, most));
  }

  /**
   * Submits an operation in a transaction of its own.
   *
   * @param filter as for {@link #preview}
   * @param by who wants it, 1 to 200 characters
   * @param reason why, 1 to 1000 characters; cancelled jobs keep it
   * @return its id
   * @throws IllegalArgumentException as {@link #preview}, and when a text can't be stored
   * @throws AwaException as {@link #preview}
   */
  public long submit(JobFilter filter, Action action, String by, String reason) {
    return submit(filter, action, by, reason, null);
  }

  long submit(JobFilter filter, Action action, String by, String reason, @Nullable Long expected) {
    require(filter, by, reason);
    return database.call(
        "submit an operation",
        tx -> engine.operations().submit(tx, filter, action, by, reason, expected));
  }

  /**
   * The same in the caller's transaction: the operation begins after the commit, and treats jobs
   * that have got their ids before this call. Nothing is locked that others wait for.
   */
  public long submit(Connection tx, JobFilter filter, Action action, String by, String reason) {
    require(filter, by, reason);
    return database.on(
        tx,
        "submit an operation",
        connection -> engine.operations().submit(connection, filter, action, by, reason, null));
  }

  private static void require(JobFilter filter, String by, String reason) {
    Filters.requireMany(filter);
    StorableText.requireName("by", by);
    StorableText.requireReason("reason", reason);
  }

  /** An operation by its id, and how far it is; empty when there is none. */
  public Optional<StoredOperation> find(long id) {
    return reading.call("find an operation", tx -> engine.operations().find(tx, id));
  }

  /**
   * The newest operations, the newest first.
   *
   * @param limit how many at most, 1 and more
   */
  public List<StoredOperation> list(int limit) {
    return list(limit, Long.MAX_VALUE);
  }

  /** The same of those with an id below another: the next page. */
  public List<StoredOperation> list(int limit, long below) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: must be 1 or more, got " + limit);
    }
    return reading.call("list operations", tx -> engine.operations().list(tx, below, limit));
  }

  /**
   * For how long the operation has not come further that stands still longest: milliseconds while a
   * worker leads, growing while none does or while somebody keeps jobs from it.
   *
   * @param within how long the database may take, 1 ms and more
   * @return zero when none is at work
   * @throws IllegalArgumentException when the time is out of its range
   * @throws AwaException when the database takes longer
   */
  public Duration idle(Duration within) {
    return reading.within(
        "look for operations that stand still", within, look -> look.at(engine.operations()::idle));
  }

  /**
   * Stops an operation: it does nothing more, and what it has done stays done.
   *
   * @param by who stops it, 1 to 200 characters
   * @throws AwaException when the leader stands still in the middle of a chunk for 2 s
   */
  public Stopped stop(long id, String by) {
    StorableText.requireName("by", by);
    return database.call("stop an operation", tx -> engine.operations().stop(tx, id, by));
  }
}
