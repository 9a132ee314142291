package dev.awa.client;

import dev.awa.Action;
import dev.awa.AttemptOutput;
import dev.awa.AwaException;
import dev.awa.CancelVerdict;
import dev.awa.Deleted;
import dev.awa.Duty;
import dev.awa.Edited;
import dev.awa.Encryption;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobAttempt;
import dev.awa.JobChange;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.Limits;
import dev.awa.LogLine;
import dev.awa.StoredJob;
import dev.awa.engine.ArgsForm;
import dev.awa.engine.Changed;
import dev.awa.engine.EncryptedArgs;
import dev.awa.engine.Engine;
import dev.awa.engine.MaskedArgs;
import dev.awa.engine.NewJob;
import dev.awa.engine.StorableText;
import dev.awa.engine.StoredCheckpoint;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks at and steers jobs. The arguments of the jobs that it answers may be shown: of what is
 * masked in them ({@link Job#masked}), and of encrypted ones, it shows {@code "***"}. {@link
 * #revealing} shows all.
 */
public final class Jobs {
  /** Who submits an operation that was asked for by a program. */
  private static final String CLIENT = "client";

  private final Engine engine;
  private final Database database;
  private final Producer producer;
  private final @Nullable Encryption encryption;
  private final UnaryOperator<StoredJob> shown;

  Jobs(Engine engine, Database database, Producer producer, @Nullable Encryption encryption) {
    this(engine, database, producer, encryption, MaskedArgs::of);
  }

  private Jobs(
      Engine engine,
      Database database,
      Producer producer,
      @Nullable Encryption encryption,
      UnaryOperator<StoredJob> shown) {
    this.engine = engine;
    this.database = database;
    this.producer = producer;
    this.encryption = encryption;
    this.shown = shown;
  }

  /**
   * The same with arguments as they were enqueued: nothing is masked, and arguments are decrypted
   * where the client is {@link Awa#encrypting} and has the key. Arguments that it can't decrypt are
   * as they are stored. It needs no other rights: a mask is no boundary.
   */
  public Jobs revealing() {
    return new Jobs(engine, database, producer, encryption, this::revealed);
  }

  /**
   * The jobs of some queues alone, for somebody who is let into these.
   *
   * @throws IllegalArgumentException when no queue is named
   */
  public JobsIn in(Set<String> queues) {
    return new JobsIn(engine, database, producer, this, queues);
  }

  private StoredJob revealed(StoredJob job) {
    ArgsForm form = ArgsForm.of(job.ext());
    if (encryption == null || !form.encrypted()) {
      return job;
    }
    try {
      return job.showing(
          EncryptedArgs.decrypt(encryption, job.kind(), form.version(), job.args()),
          StoredCheckpoint.revealed(job, encryption));
    } catch (AwaException e) {
      return job;
    }
  }

  /** A job by its id; empty when there is none, or when its history is no longer kept. */
  public Optional<StoredJob> find(long id) {
    return database.call("find a job", tx -> engine.jobs().find(tx, id)).map(shown);
  }

  /**
   * Jobs, newest first: as many pages as it takes to have as many as the filter asks for. That may
   * take long where they are rare among millions; {@link #page} tells how far it has come.
   */
  public List<StoredJob> list(JobFilter filter) {
    List<StoredJob> jobs = new ArrayList<>();
    JobPage page = page(filter);
    jobs.addAll(page.jobs());
    while (page.older().isPresent() && jobs.size() < filter.limit()) {
      page = page(filter.withOlderThan(page.older().get()).withLimit(filter.limit() - jobs.size()));
      jobs.addAll(page.jobs());
    }
    return jobs;
  }

  /**
   * A page of jobs, newest first. It takes milliseconds whatever history is kept, for it reads a
   * bounded number of rows: so it may have fewer jobs than the filter asks for, or none, and yet a
   * next page. Each page is a transaction of its own: no job is on two pages of one list, and none
   * is left out that is there all the time.
   *
   * @throws IllegalArgumentException when a text is looked for that no job can have, a queue or a
   *     kind for instance; and when a list by the end of jobs is asked for of jobs in any state
   */
  public JobPage page(JobFilter filter) {
    Filters.requirePage(filter);
    JobPage page = database.call("list jobs", tx -> engine.jobs().list(tx, filter));
    return new JobPage(page.jobs().stream().map(shown).toList(), page.older(), page.newer());
  }

  /**
   * Cancels a job, wherever it is: a waiting one never runs; the handler of a running one is told
   * at once, and nothing it does counts any more. Needs a transaction of its own.
   *
   * @param reason kept with the job, for people: 1 to 1000 characters
   * @throws IllegalArgumentException when the reason is missing, empty, too long, or can't be
   *     stored
   * @throws AwaException when the job moved from place to place a hundred times while it was looked
   *     for; when somebody has its stripe, or the worker that runs it, and did not let go within 2
   *     s
   */
  public CancelVerdict cancel(long id, String reason) {
    StorableText.requireReason("reason", reason);
    Database operator = database.as(Duty.OPERATOR);
    return Cancelling.tried(
        id,
        "cancelled",
        () -> operator.readCommitted("cancel a job", tx -> engine.jobs().cancel(tx, id, reason)));
  }

  /**
   * Asks for a job to be cancelled in the caller's transaction: the leading worker cancels the job
   * after the commit, mostly within some milliseconds, and not at all when the transaction is
   * rolled back. Nothing is locked that others wait for. What became of it is told by the
   * operation: {@link Operations#find}; without any worker it waits. An operation is kept for 90
   * days, so this is for some jobs and not for each of a stream.
   *
   * @param reason kept with the job, for people: 1 to 1000 characters
   * @return the id of the operation that cancels the job
   * @throws IllegalArgumentException when the reason is missing, empty, too long, or can't be
   *     stored
   */
  public long cancel(Connection tx, long id, String reason) {
    StorableText.requireReason("reason", reason);
    JobFilter one = JobFilter.newest(1).withIds(List.of(id));
    return database
        .as(Duty.OPERATOR)
        .on(
            tx,
            "cancel a job",
            connection ->
                engine.operations().submit(connection, one, Action.cancel(), CLIENT, reason, null));
  }

  /**
   * Cancels jobs by their ids, each as {@link #cancel(long, String)} does, in the order of the
   * list. An id that is there twice is one job.
   *
   * @return what became of each
   */
  public Map<Long, CancelVerdict> cancel(Collection<Long> ids, String reason) {
    Map<Long, CancelVerdict> verdicts = new LinkedHashMap<>();
    for (long id : new LinkedHashSet<>(ids)) {
      verdicts.put(id, cancel(id, reason));
    }
    return verdicts;
  }

  /**
   * Changes a job that waits: its queue, priority, time, number of attempts, or arguments. It keeps
   * its id, its errors, its unique key and the attempts behind it. A job that was ready is the last
   * of its queue and priority afterwards, also among those with its ordering key. Needs a
   * transaction of its own: claims from the queue wait for it.
   *
   * @param change what is changed: {@code change -> change.priority(1).delay(ofMinutes(5))}
   * @return {@link Edited#TOO_LATE} when the job runs or has ended; exactly one of an edit and a
   *     claim wins
   * @throws InvalidJobException when a value is out of its range, or the arguments are no good
   * @throws AwaException as {@link #cancel(long, String)}
   */
  public Edited edit(long id, UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    Changed.require(what);
    Database operator = database.as(Duty.OPERATOR);
    Optional<StoredJob> job =
        operator.readCommitted("edit a job", tx -> engine.jobs().find(tx, id));
    if (job.isEmpty()) {
      return Edited.UNKNOWN;
    }
    Changed changed = Changed.of(what, job.get(), producer::check);
    return Cancelling.tried(
        id,
        "edited",
        () -> operator.readCommitted("edit a job", tx -> engine.jobs().edit(tx, id, changed)));
  }

  /**
   * Deletes a job that has finished, in a transaction of its own: nobody finds it any more. Counts
   * stay what they are. Arguments of a completed job go with their segment, after {@code
   * keep_history}; all else goes at once.
   */
  public Deleted delete(long id) {
    return database
        .as(Duty.OPERATOR)
        .transaction("delete a job", tx -> engine.jobs().delete(tx, id));
  }

  /**
   * Deletes jobs by their ids, each as {@link #delete(long)} does, in the order of the list. An id
   * that is there twice is one job.
   *
   * @return what became of each
   */
  public Map<Long, Deleted> delete(Collection<Long> ids) {
    Map<Long, Deleted> verdicts = new LinkedHashMap<>();
    for (long id : new LinkedHashSet<>(ids)) {
      verdicts.put(id, delete(id));
    }
    return verdicts;
  }

  /** Deletes a job in the caller's transaction, as {@link #delete(long)} does in its own. */
  public Deleted delete(Connection tx, long id) {
    return database
        .as(Duty.OPERATOR)
        .on(tx, "delete a job", connection -> engine.jobs().delete(connection, id));
  }

  /**
   * Cancels the job that holds the unique key that this job would need: one of the same kind and,
   * as its rule says, the same queue, arguments, key and current period.
   *
   * @return {@link CancelVerdict#UNKNOWN} when no job holds the key
   * @throws IllegalArgumentException when the job has no unique rule, or the reason is not good
   */
  public CancelVerdict cancel(Job<?> like, String reason) {
    StorableText.requireReason("reason", reason);
    NewJob checked = producer.check(like);
    if (checked.unique() == null) {
      throw new IllegalArgumentException(
          "a job of kind \""
              + checked.kind()
              + "\" without a unique rule: there is no key to find");
    }
    Optional<Long> holder =
        database.call("find a unique job", tx -> engine.uniqueKeys().holder(tx, checked));
    return holder.map(id -> cancel(id, reason)).orElse(CancelVerdict.UNKNOWN);
  }

  /**
   * Cancels every job of a queue that has not finished, as {@link #cancel(long, String)} does: in
   * batches of 1000, each a transaction of its own, first those that wait, then those that run.
   * Jobs that come meanwhile may be cancelled too. Claims from the queue wait while a batch is at
   * work. Where a running job can't be cancelled because somebody keeps its worker, the others are
   * cancelled before it says so; it gives up after five such.
   *
   * @param filter which jobs: the queue must be named, the limit is the most that are cancelled
   * @return how many were cancelled
   * @throws IllegalArgumentException when the filter names no queue, or a queue or kind that no job
   *     can have, or has other conditions than state, queue and kind; or the reason is not good
   * @throws AwaException when somebody keeps a stripe, or a worker, for longer than 2 s; what was
   *     cancelled until then stays so
   */
  public long cancelAll(JobFilter filter, String reason) {
    if (filter.queue() == null) {
      throw new IllegalArgumentException("queue: name the one whose jobs are to be cancelled");
    }
    Filters.requireQueueAndKindOnly(filter);
    StorableText.requireReason("reason", reason);
    return new Cancelling(engine, database.as(Duty.OPERATOR), filter, reason).all();
  }

  /**
   * What is known of each run of a job, oldest first: its attempts, and the runs that were snoozed,
   * put back or cancelled. The newest hundred that the logs still have, and the last ten that ended
   * with an error.
   *
   * @return empty when there is no such job, or its history is no longer kept
   */
  public List<JobAttempt> attempts(long id) {
    return database.call(
        "read attempts",
        tx -> {
          Optional<StoredJob> job = engine.jobs().find(tx, id);
          return job.isEmpty()
              ? List.of()
              : engine.jobAttempts().of(tx, id, job.get().ext(), engine.jobs().outputs(tx, id));
        });
  }

  /** What the attempts of a job printed, oldest first, while their segment is kept. */
  public List<AttemptOutput> outputs(long id) {
    return database.call("read outputs", tx -> engine.jobs().outputs(tx, id));
  }

  /**
   * The lines that the attempts of a job wrote to their logs, oldest first, while their segment is
   * kept: at most the last 1000 ({@link Limits#LOG_LINES}).
   */
  public List<LogLine> log(long id) {
    return database.call("read a log", tx -> engine.jobs().log(tx, id, Limits.LOG_LINES));
  }
}
