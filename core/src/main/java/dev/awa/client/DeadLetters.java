package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.InvalidJobException;
import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.Retried;
import dev.awa.RetriedJobs;
import dev.awa.StoredJob;
import dev.awa.engine.Changed;
import dev.awa.engine.DeadLetters.Place;
import dev.awa.engine.DeadLetters.Some;
import dev.awa.engine.Engine;
import dev.awa.event.ClientEvent;
import dev.awa.event.DeadLettersMoved;
import dev.awa.event.DeadLettersPurged;
import dev.awa.event.DeadLettersRetried;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * Runs jobs again that have ended without success, or deletes them: dead letters, and one by one
 * also failed and cancelled jobs that are no dead letters.
 *
 * <p>A job that is retried keeps its id, its arguments, its errors and its ordering key, and has
 * all its attempts before it. If it has a unique rule, it takes its key again; where another job
 * holds the key by now, it stays what it is, and the answer names the other job.
 */
public final class DeadLetters {
  private static final int BATCH = 1000;

  private final Engine engine;
  private final Database database;
  private final Producer producer;
  private final Consumer<? super ClientEvent> listener;

  DeadLetters(Engine engine, Database database, Producer producer) {
    this(engine, database.as(Duty.OPERATOR), producer, event -> {});
  }

  private DeadLetters(
      Engine engine, Database database, Producer producer, Consumer<? super ClientEvent> listener) {
    this.engine = engine;
    this.database = database;
    this.producer = producer;
    this.listener = listener;
  }

  /**
   * The same, but a listener hears of what the calls do that have transactions of their own, after
   * the commit: {@link DeadLettersRetried}, {@link DeadLettersPurged}, {@link DeadLettersMoved}. It
   * is called on the caller's thread, must be quick and must not throw, for the work is done. Of
   * calls in the caller's transaction it does not hear: nobody here sees its commit.
   *
   * @param other mostly {@code metrics::onEvent} of {@code awa-metrics}; hears no other listener's
   *     events, and replaces the listener before it
   */
  public DeadLetters telling(Consumer<? super ClientEvent> other) {
    return new DeadLetters(engine, database, producer, other);
  }

  private void tell(long jobs, LongFunction<ClientEvent> event) {
    if (jobs > 0) {
      listener.accept(event.apply(jobs));
    }
  }

  /**
   * Runs a dead letter again, or a failed or cancelled job, in a transaction of its own.
   *
   * @return what became of it: {@link Retried.Verdict#RETRIED}, or why not
   */
  public Retried retry(long id) {
    return retry(id, change -> change);
  }

  /**
   * The same in the caller's transaction: the job runs if and only if that commits. Until then
   * another transaction that retries or purges the job waits.
   */
  public Retried retry(Connection tx, long id) {
    return retry(tx, id, change -> change);
  }

  /**
   * Runs a dead letter again, or a failed or cancelled job, with changes: another queue, priority,
   * time or number of attempts, or corrected arguments. In a transaction of its own.
   *
   * @param change what is changed: {@code change -> change.queue("slow").maxAttempts(5)}
   * @throws InvalidJobException when a value is out of its range, or the arguments are no good
   */
  public Retried retry(long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    return database.transaction(
        "retry a job",
        tx -> retry(tx, id, what),
        answer -> tell(answer.isRetried() ? 1 : 0, DeadLettersRetried::new));
  }

  /** The same in the caller's transaction: see {@link #retry(Connection, long)}. */
  public Retried retry(Connection tx, long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    return database.on(tx, "retry a job", connection -> retry(connection, id, what));
  }

  private Retried retry(Connection tx, long id, JobChange change) throws SQLException {
    if (change.args() == null) {
      return new Retrying(engine, change, Changed.of(change)).retry(tx, List.of(id)).getFirst();
    }
    Changed.require(change);
    Optional<StoredJob> job = engine.jobs().find(tx, id);
    if (job.isEmpty()) {
      return new Retried(id, Retried.Verdict.UNKNOWN, null, null);
    }
    Changed changed = Changed.of(change, job.get(), producer::check);
    return new Retrying(engine, change, changed).retry(tx, List.of(id)).getFirst();
  }

  /**
   * Runs some dead letters, failed or cancelled jobs again at once, in one transaction. With
   * changes: {@link #retryAll(JobFilter, UnaryOperator)} of {@link JobFilter#withIds}.
   *
   * @param ids up to {@link JobFilter#MAX_IDS}; one that is there twice is one job
   * @return what became of each, in the order of ids
   * @throws IllegalArgumentException when there are more ids
   */
  public Map<Long, Retried> retry(Collection<Long> ids) {
    List<Long> some = some(ids);
    return byId(
        database.transaction(
            "retry jobs",
            tx -> retryThem(tx, some),
            answers ->
                tell(
                    answers.stream().filter(Retried::isRetried).count(), DeadLettersRetried::new)));
  }

  /** The same in the caller's transaction: see {@link #retry(Connection, long)}. */
  public Map<Long, Retried> retry(Connection tx, Collection<Long> ids) {
    List<Long> some = some(ids);
    return byId(database.on(tx, "retry jobs", connection -> retryThem(connection, some)));
  }

  private List<Retried> retryThem(Connection tx, List<Long> ids) throws SQLException {
    return new Retrying(engine, JobChange.NONE, Changed.NOTHING).retry(tx, ids);
  }

  private static Map<Long, Retried> byId(List<Retried> answers) {
    Map<Long, Retried> all = new LinkedHashMap<>();
    answers.forEach(one -> all.put(one.jobId(), one));
    return all;
  }

  /**
   * Runs dead letters again, oldest first, in batches of 1000, each a transaction of its own. Dead
   * letters that come meanwhile may be retried too, but none is retried twice. Needs transactions
   * of its own.
   *
   * @param filter which: it must have a condition besides the state ({@link JobFilter#all} means
   *     every dead letter); the limit is the most that are retried
   * @throws IllegalArgumentException when the filter has no condition, another state than failed, a
   *     place to begin at, or looks for a text that no job can have
   * @throws AwaException when the database fails; what was retried until then stays so
   */
  public RetriedJobs retryAll(JobFilter filter) {
    return retryAll(filter, change -> change);
  }

  /**
   * The same with the same changes of all, but of their arguments.
   *
   * @throws InvalidJobException when a value is out of its range
   */
  public RetriedJobs retryAll(JobFilter filter, UnaryOperator<JobChange> change) {
    Filters.requireDeadLetters(filter);
    JobChange what = change.apply(JobChange.NONE);
    return new Walk(filter).retry(new Retrying(engine, what, Changed.of(what)));
  }

  /**
   * Makes a dead letter of a failed job that is none, for instance because its queue kept none, in
   * a transaction of its own.
   *
   * @return whether there was one
   */
  public boolean move(long id) {
    return database
        .transaction(
            "move a job",
            tx -> engine.deadLetters().move(tx, List.of(id)),
            moved -> tell(moved.size(), DeadLettersMoved::new))
        .contains(id);
  }

  /**
   * The same of some jobs at once, in one transaction.
   *
   * @param ids up to {@link JobFilter#MAX_IDS}; one that is there twice is one job
   * @return the ids of those that there were, in the order of ids; the others are no failed jobs,
   *     or dead letters already
   * @throws IllegalArgumentException when there are more ids
   */
  public Set<Long> move(Collection<Long> ids) {
    List<Long> some = some(ids);
    return new LinkedHashSet<>(
        database.transaction(
            "move jobs",
            tx -> engine.deadLetters().move(tx, some),
            moved -> tell(moved.size(), DeadLettersMoved::new)));
  }

  private static List<Long> some(Collection<Long> ids) {
    if (ids.size() > JobFilter.MAX_IDS) {
      throw new IllegalArgumentException(
          "ids: must be at most " + JobFilter.MAX_IDS + ", got " + ids.size());
    }
    return List.copyOf(ids);
  }

  /**
   * Deletes a dead letter, or a failed or cancelled job, in a transaction of its own.
   *
   * @return whether there was one
   */
  public boolean purge(long id) {
    return database
        .transaction(
            "purge a job",
            tx -> engine.deadLetters().purge(tx, List.of(id)),
            purged -> tell(purged.size(), DeadLettersPurged::new))
        .contains(id);
  }

  /** The same in the caller's transaction. */
  public boolean purge(Connection tx, long id) {
    return database
        .on(tx, "purge a job", connection -> engine.deadLetters().purge(connection, List.of(id)))
        .contains(id);
  }

  /**
   * Deletes some dead letters, failed or cancelled jobs at once, in one transaction.
   *
   * @param ids up to {@link JobFilter#MAX_IDS}; one that is there twice is one job
   * @return the ids of those that there were, in the order of ids; the others have neither failed
   *     nor been cancelled, or are gone
   * @throws IllegalArgumentException when there are more ids
   */
  public Set<Long> purge(Collection<Long> ids) {
    List<Long> some = some(ids);
    return new LinkedHashSet<>(
        database.transaction(
            "purge jobs",
            tx -> engine.deadLetters().purge(tx, some),
            purged -> tell(purged.size(), DeadLettersPurged::new)));
  }

  /**
   * Deletes dead letters, oldest first, in batches of 1000, each a transaction of its own. Needs
   * transactions of its own.
   *
   * @param filter as for {@link #retryAll}
   * @return how many were deleted
   * @throws IllegalArgumentException as {@link #retryAll}
   * @throws AwaException when the database fails; what was deleted until then stays so
   */
  public long purgeAll(JobFilter filter) {
    Filters.requireDeadLetters(filter);
    return new Walk(filter).purge();
  }

  /** Goes through the dead letters of a filter, batch by batch; each goes on after the last. */
  private final class Walk {
    private final JobFilter filter;
    private Optional<Place> next = Optional.of(Place.BEGIN);
    private long left;

    Walk(JobFilter filter) {
      this.filter = filter;
      this.left = filter.limit();
    }

    RetriedJobs retry(Retrying retrying) {
      RetriedJobs all = Retrying.sum(List.of());
      while (next.isPresent() && left > 0) {
        RetriedJobs some =
            Retrying.sum(
                database.readCommitted("retry dead letters", tx -> retrying.retry(tx, some(tx))));
        tell(some.retried(), DeadLettersRetried::new);
        left -= some.retried();
        all = Retrying.sum(all, some);
      }
      return all;
    }

    long purge() {
      long purged = 0;
      while (next.isPresent() && left > 0) {
        long some =
            database.readCommitted(
                "purge dead letters", tx -> engine.deadLetters().purge(tx, some(tx)).size());
        tell(some, DeadLettersPurged::new);
        left -= some;
        purged += some;
      }
      return purged;
    }

    private List<Long> some(Connection tx) throws SQLException {
      Some some = engine.deadLetters().after(tx, filter, next.get(), (int) Math.min(BATCH, left));
      next = some.next();
      return some.ids();
    }
  }
}
