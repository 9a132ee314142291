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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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

  DeadLetters(Engine engine, Database database, Producer producer) {
    this.engine = engine;
    this.producer = producer;
    this.database = database.as(Duty.WORKER);
  }

  /**
   * Runs a dead letter again, or a failed or cancelled job, in a transaction of its own.
   *
   * @return what became of it: {@link Retried.Verdict#RETRIED}, or why not
   */
  public Retried retry(long id) {
    return database
        .call("retry a job", tx -> engine.deadLetters().retry(tx, List.of(id)))
        .getFirst();
  }

  /**
   * The same in the caller's transaction: the job runs if and only if that commits. Until then
   * another transaction that retries or purges the job waits.
   */
  public Retried retry(Connection tx, long id) {
    return database
        .on(tx, "retry a job", connection -> engine.deadLetters().retry(connection, List.of(id)))
        .getFirst();
  }

  /**
   * Runs a dead letter again, or a failed or cancelled job, with changes: another queue, priority,
   * time or number of attempts, or corrected arguments. In a transaction of its own.
   *
   * @param change what is changed: {@code change -> change.queue("slow").attempts(5)}
   * @throws InvalidJobException when a value is out of its range, or the arguments are no good
   */
  public Retried retry(long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    return database.transaction("retry a job", tx -> retry(tx, id, what));
  }

  /** The same in the caller's transaction: see {@link #retry(Connection, long)}. */
  public Retried retry(Connection tx, long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    return database.on(tx, "retry a job", connection -> retry(connection, id, what));
  }

  private Retried retry(Connection tx, long id, JobChange change) throws SQLException {
    Optional<StoredJob> job = engine.jobs().find(tx, id);
    if (job.isEmpty()) {
      return new Retried(id, Retried.Verdict.UNKNOWN, null);
    }
    Changed changed = Changed.of(change, job.get(), producer::check);
    return engine.deadLetters().retry(tx, List.of(id), changed).getFirst();
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
    Filters.requireDeadLetters(filter);
    return new Walk(filter).retry(Changed.NOTHING);
  }

  /**
   * The same with the same changes of all, but of their arguments.
   *
   * @throws InvalidJobException when a value is out of its range
   */
  public RetriedJobs retryAll(JobFilter filter, UnaryOperator<JobChange> change) {
    Filters.requireDeadLetters(filter);
    return new Walk(filter).retry(Changed.of(change.apply(JobChange.NONE)));
  }

  /**
   * Makes a dead letter of a failed job that is none, for instance because its queue kept none, in
   * a transaction of its own.
   *
   * @return whether there was one
   */
  public boolean move(long id) {
    return database.call("move a job", tx -> engine.deadLetters().move(tx, List.of(id))) > 0;
  }

  /**
   * Deletes a dead letter, or a failed or cancelled job, in a transaction of its own.
   *
   * @return whether there was one
   */
  public boolean purge(long id) {
    return database.call("purge a job", tx -> engine.deadLetters().purge(tx, List.of(id))) > 0;
  }

  /** The same in the caller's transaction. */
  public boolean purge(Connection tx, long id) {
    return database.on(
            tx, "purge a job", connection -> engine.deadLetters().purge(connection, List.of(id)))
        > 0;
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

    RetriedJobs retry(Changed changed) {
      RetriedJobs all = new RetriedJobs(0, 0, 0);
      while (next.isPresent() && left > 0) {
        RetriedJobs some =
            database.readCommitted("retry dead letters", tx -> retrySome(tx, changed));
        left -= some.retried();
        all =
            new RetriedJobs(
                all.retried() + some.retried(),
                all.duplicates() + some.duplicates(),
                all.unreadable() + some.unreadable());
      }
      return all;
    }

    private RetriedJobs retrySome(Connection tx, Changed changed) throws SQLException {
      List<Retried> answers = engine.deadLetters().retry(tx, some(tx), changed);
      return new RetriedJobs(
          count(answers, Retried.Verdict.RETRIED),
          count(answers, Retried.Verdict.DUPLICATE),
          count(answers, Retried.Verdict.UNREADABLE));
    }

    private static long count(List<Retried> answers, Retried.Verdict verdict) {
      return answers.stream().filter(answer -> answer.verdict() == verdict).count();
    }

    long purge() {
      long purged = 0;
      while (next.isPresent() && left > 0) {
        long some =
            database.readCommitted(
                "purge dead letters", tx -> engine.deadLetters().purge(tx, some(tx)));
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
