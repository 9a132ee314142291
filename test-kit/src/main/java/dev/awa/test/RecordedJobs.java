package dev.awa.test;

import dev.awa.DuplicateJobException;
import dev.awa.Encryption;
import dev.awa.Enqueued;
import dev.awa.Enqueuer;
import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Takes jobs and remembers them, without a database: for a test of code that only enqueues, and
 * asks for an {@link Enqueuer}.
 *
 * <p>It refuses what {@link Awa} refuses, in the same words, and answers as it does when jobs have
 * unique rules: a duplicate is not recorded, and a job that replaces another takes its place and
 * its id. It is as a queue on which no worker works: no job runs or becomes ready, so each holds
 * its key until {@link #clear}, and one that waits for its time can be replaced until then. Periods
 * go by the clock of the JVM. It does not look at the connection of a call, and knows nothing of
 * what becomes of the transaction. Safe for use by several threads.
 */
public final class RecordedJobs implements Enqueuer {
  private Map<Long, Job<?>> jobs = new LinkedHashMap<>();
  private RecordedKeys keys = new RecordedKeys();
  private long lastId;
  private final Awa checks;

  /** None yet; jobs that must be encrypted are refused. */
  public RecordedJobs() {
    this(Awa.of(new PGSimpleDataSource())); // it opens no connection to check
  }

  /** None yet; jobs are checked as by a client that encrypts, and kept as they were given. */
  public RecordedJobs(Encryption encryption) {
    this(Awa.of(new PGSimpleDataSource()).encrypting(encryption));
  }

  private RecordedJobs(Awa checks) {
    this.checks = checks;
  }

  /** What was enqueued, in order; a job that was replaced is the newest one, in its place. */
  public synchronized List<Job<?>> jobs() {
    return List.copyOf(jobs.values());
  }

  /** The arguments of the jobs that have arguments of this class, in order. */
  public <A> List<A> args(Class<A> type) {
    return jobs().stream()
        .map(job -> (Object) job.args())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The jobs of a queue, in order. */
  public List<Job<?>> in(String queue) {
    return jobs().stream().filter(job -> job.queue().equals(queue)).toList();
  }

  /** Forgets them and the unique keys that they hold; ids go on. */
  public synchronized void clear() {
    jobs.clear();
    keys = new RecordedKeys();
  }

  @Override
  public Enqueued enqueue(Job<?> job) {
    return enqueueAll(List.of(job)).getFirst();
  }

  @Override
  public Enqueued enqueue(@Nullable Connection tx, Job<?> job) {
    return enqueue(job);
  }

  @Override
  public synchronized List<Enqueued> enqueueAll(List<? extends Job<?>> some) {
    some.forEach(checks::validate);
    Map<Long, Job<?>> taken = new LinkedHashMap<>(jobs);
    RecordedKeys held = new RecordedKeys(keys);
    List<Enqueued> answers = new ArrayList<>();
    long id = lastId;
    for (Job<?> job : some) {
      Enqueued answer = held.take(job, id + 1, Instant.now());
      refuseDuplicate(job, answers.size(), answer);
      if (!answer.duplicate()) {
        taken.put(answer.id(), job);
        id = Math.max(id, answer.id());
      }
      answers.add(answer);
    }
    jobs = taken;
    keys = held;
    lastId = id;
    return answers;
  }

  private void refuseDuplicate(Job<?> job, int index, Enqueued answer) {
    Unique rule = job.unique();
    if (answer.duplicate() && rule != null && rule.onConflict() == Unique.OnConflict.FAIL) {
      throw new DuplicateJobException(index, answer.id() > lastId ? 0 : answer.id());
    }
  }

  @Override
  public List<Enqueued> enqueueAll(@Nullable Connection tx, List<? extends Job<?>> some) {
    return enqueueAll(some);
  }
}
