package dev.awa.test;

import dev.awa.Encryption;
import dev.awa.Enqueued;
import dev.awa.Enqueuer;
import dev.awa.Job;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Takes jobs and remembers them, without a database: for a test of code that only enqueues, and
 * asks for an {@link Enqueuer}.
 *
 * <p>It refuses what {@link Awa} refuses, in the same words. It knows no unique rules: every job is
 * taken. It does not look at the connection of a call, and knows nothing of what becomes of the
 * transaction. Safe for use by several threads.
 */
public final class RecordedJobs implements Enqueuer {
  private final List<Job<?>> jobs = new ArrayList<>();
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

  /** What was enqueued, in order. */
  public synchronized List<Job<?>> jobs() {
    return List.copyOf(jobs);
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

  /** Forgets them; ids go on. */
  public synchronized void clear() {
    jobs.clear();
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
    List<Enqueued> answers = new ArrayList<>();
    for (Job<?> job : some) {
      jobs.add(job);
      answers.add(new Enqueued(++lastId, false));
    }
    return answers;
  }

  @Override
  public List<Enqueued> enqueueAll(@Nullable Connection tx, List<? extends Job<?>> some) {
    return enqueueAll(some);
  }
}
