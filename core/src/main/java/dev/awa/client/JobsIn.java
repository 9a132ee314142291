package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.CancelVerdict;
import dev.awa.Deleted;
import dev.awa.Duty;
import dev.awa.Edited;
import dev.awa.JobChange;
import dev.awa.Retried;
import dev.awa.StoredJob;
import dev.awa.engine.Changed;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Steers the jobs of some queues by their ids, for somebody who is let into these alone: a job of
 * another queue is unknown here. The queue is looked at in the transaction that changes the job.
 * Each call needs a transaction of its own.
 */
public final class JobsIn {
  /** Another transaction came between the look and the change. */
  private static final String MOVED = "40001";

  private final Engine engine;
  private final Database database;
  private final Producer producer;
  private final Jobs jobs;
  private final Set<String> queues;

  JobsIn(Engine engine, Database database, Producer producer, Jobs jobs, Set<String> queues) {
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("queues: name one at least");
    }
    this.engine = engine;
    this.database = database.as(Duty.OPERATOR);
    this.producer = producer;
    this.jobs = jobs;
    this.queues = Set.copyOf(queues);
  }

  private boolean has(Connection tx, long id) throws SQLException {
    return engine.jobs().find(tx, id).filter(this::isIn).isPresent();
  }

  private boolean isIn(StoredJob job) {
    return queues.contains(job.queue());
  }

  /** A job by its id, as {@link Jobs#find} shows it. */
  public Optional<StoredJob> find(long id) {
    return jobs.find(id).filter(this::isIn);
  }

  /**
   * Cancels a job: see {@link Jobs#cancel(long, String)}.
   *
   * @throws AwaException also when the job goes to another queue meanwhile; then nothing was done
   */
  public CancelVerdict cancel(long id, String reason) {
    StorableText.requireReason("reason", reason);
    return Cancelling.tried(
        id,
        "cancelled",
        () ->
            database.readCommitted(
                "cancel a job",
                tx -> {
                  if (!has(tx, id)) {
                    return Optional.of(CancelVerdict.UNKNOWN);
                  }
                  Optional<CancelVerdict> verdict = engine.jobs().cancel(tx, id, reason);
                  if (verdict.isPresent()) {
                    requireStill(tx, id);
                  }
                  return verdict;
                }));
  }

  private void requireStill(Connection tx, long id) throws SQLException {
    if (!has(tx, id)) {
      throw new SQLException("job " + id + " goes to another queue at this moment", MOVED);
    }
  }

  /**
   * Changes a job that waits: see {@link Jobs#edit}. The queue it goes to may be any.
   *
   * @throws AwaException as {@link #cancel}
   */
  public Edited edit(long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    Changed.require(what);
    Optional<StoredJob> job =
        database.readCommitted("edit a job", tx -> engine.jobs().find(tx, id)).filter(this::isIn);
    if (job.isEmpty()) {
      return Edited.UNKNOWN;
    }
    Changed changed = Changed.of(what, job.get(), producer::check);
    return Cancelling.tried(
        id, "edited", () -> database.readCommitted("edit a job", tx -> edited(tx, id, changed)));
  }

  private Optional<Edited> edited(Connection tx, long id, Changed changed) throws SQLException {
    return has(tx, id) ? engine.jobs().edit(tx, id, changed, queues) : Optional.of(Edited.UNKNOWN);
  }

  private <T> T snapshot(String what, Database.Call<T> call) {
    return database.snapshot(
        what,
        tx -> {
          engine.jobs().hold(tx);
          return call.on(tx);
        });
  }

  /**
   * Deletes a job that has finished: see {@link Jobs#delete(long)}.
   *
   * @throws AwaException with the SQLSTATE 40001 when another transaction has the job meanwhile
   */
  public Deleted delete(long id) {
    return snapshot(
        "delete a job", tx -> has(tx, id) ? engine.jobs().delete(tx, id) : Deleted.UNKNOWN);
  }

  /**
   * Runs a failed or cancelled job again: see {@link DeadLetters#retry(long, UnaryOperator)}. The
   * queue it goes to may be any.
   *
   * @throws AwaException as {@link #delete}
   */
  public Retried retry(long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    Changed.require(what);
    return snapshot(
        "retry a job",
        tx -> {
          Optional<StoredJob> job = engine.jobs().find(tx, id).filter(this::isIn);
          if (job.isEmpty()) {
            return new Retried(id, Retried.Verdict.UNKNOWN, null, null);
          }
          Changed changed = Changed.of(what, job.get(), producer::check);
          return new Retrying(engine, what, changed).retry(tx, List.of(id)).getFirst();
        });
  }

  /**
   * Makes a dead letter of a failed job: see {@link DeadLetters#move}.
   *
   * @throws AwaException as {@link #delete}
   */
  public boolean move(long id) {
    return snapshot(
        "move a job", tx -> has(tx, id) && !engine.deadLetters().move(tx, List.of(id)).isEmpty());
  }
}
