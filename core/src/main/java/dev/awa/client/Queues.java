package dev.awa.client;

import dev.awa.Duty;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Limits;
import dev.awa.PurgedQueue;
import dev.awa.QueuePolicy;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import java.time.Duration;
import java.util.List;

/** Looks at and steers queues. */
public final class Queues {
  private static final int MOST_NAMES = 10_000;

  private final Engine engine;
  private final Database database;
  private final Jobs jobs;

  Queues(Engine engine, Database database, Jobs jobs) {
    this.engine = engine;
    this.database = database;
    this.jobs = jobs;
  }

  /** Every queue that has been used or configured, by name. */
  public List<QueuePolicy> list() {
    return database.call("list queues", engine.queues()::list);
  }

  /**
   * What a queue holds; all zero for a queue that was never used. Needs a transaction of its own.
   *
   * @throws IllegalArgumentException when the name is not 1 to 200 characters that can be stored
   */
  public QueueStats stats(String queue) {
    StorableText.requireName("queue", queue);
    return database.readCommitted("count jobs", tx -> engine.queues().stats(tx, queue));
  }

  /**
   * The names of the next queues, of those that have been used or configured, in their order.
   *
   * @param after the last name of the answer before; "" for the first
   * @param limit how many at most, 1 to 10,000
   * @param within how long the database may take, 1 ms and more
   * @throws IllegalArgumentException when one of them is out of its range, or the name can't be one
   * @throws dev.awa.AwaException when the database takes longer
   */
  public List<String> names(String after, int limit, Duration within) {
    if (!after.isEmpty()) {
      StorableText.requireName("after", after);
    }
    if (limit < 1 || limit > MOST_NAMES) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_NAMES + ", got " + limit);
    }
    return database.within(
        "name the queues", within, look -> look.at(tx -> engine.queues().names(tx, after, limit)));
  }

  /**
   * Reads what queues hold, on one connection, for a program that watches them: 200 queues by one
   * statement, each statement in a transaction of its own. If 200 can't be read at once within a
   * quarter of the time, they are read one by one. A claim or a flush never waits for a reader, and
   * a reader waits for others only if somebody locks a whole table.
   *
   * @param queues their names
   * @param within how long all of this may take, 1 ms and more. When half of it is over, no other
   *     statement is begun
   * @return what was read, in the order of the names: up to the first queue that can't be read in
   *     the time that is left, or for which there is no time. Ask again from that one on; one
   *     reading at least, unless no name was given
   * @throws IllegalArgumentException when a name is not 1 to 200 characters that can be stored, or
   *     the time is out of its range
   * @throws dev.awa.AwaException when the first queue can't be read in time
   */
  public List<QueueReading> read(List<String> queues, Duration within) {
    queues.forEach(queue -> StorableText.requireName("queue", queue));
    return database.within(
        "read queues", within, look -> new QueueReader(engine, look).read(queues));
  }

  /**
   * Stops claims from a queue until {@link #resume}; what runs, runs on. Takes effect with the next
   * claim. A queue that nobody has used yet can be paused too.
   *
   * @param by who does so, for people
   * @throws IllegalArgumentException when one of the two is not 1 to 200 characters that can be
   *     stored
   * @throws dev.awa.AwaException when somebody else changes the policy of the queue, in a
   *     transaction that stays open for longer than 2 s
   */
  public void pause(String queue, String by) {
    pause(queue, true, by);
  }

  /** Lets a paused queue be claimed again; refuses what {@link #pause} refuses. */
  public void resume(String queue, String by) {
    pause(queue, false, by);
  }

  private void pause(String queue, boolean paused, String by) {
    StorableText.requireName("queue", queue);
    StorableText.requireName("by", by);
    String what = paused ? "pause a queue" : "resume a queue";
    database.as(Duty.WORKER).run(what, tx -> engine.queues().pause(tx, queue, paused, by));
  }

  /**
   * Sets into how many stripes a queue is split. Workers claim from each stripe independently of
   * the others. The default is 1, the whole queue.
   *
   * <p>The number may be changed at any time. It holds for jobs that are enqueued afterwards; jobs
   * that wait already are claimed like all others. A worker that runs handlers of this queue only
   * notices new stripes within five seconds.
   *
   * <p><b>When to split.</b> Leave 1 unless claims wait for each other. One claim at a time takes
   * up to 512 jobs of a stripe, so one stripe is enough for more than 100,000 jobs a second. Claims
   * wait for each other when commits are slow (a synchronous standby), or when many workers with
   * few permits each want jobs at the same time. Then take as many stripes as workers that claim at
   * once, 2 to 8.
   *
   * <p><b>What it costs.</b> Each look for work first asks which stripes have work. There are more
   * claims, and they are smaller. Each stripe has a lane for each priority; lanes are never given
   * up, and counts and the leader look at all of them.
   *
   * <p><b>Order.</b> Jobs of one {@link dev.awa.Job#orderingKey} share a stripe, which follows from
   * the hash of the key and the number of stripes. They are claimed in order if they were enqueued
   * under the same number. If the number changes while some of them wait, later jobs may be claimed
   * before them. To keep the order across a change, stop the producers and let the queue run empty
   * first. Jobs without a key have no order across stripes.
   *
   * @param stripes 1 to {@link Limits#STRIPES}
   * @throws IllegalArgumentException when {@code stripes} is out of range, or when the name is not
   *     1 to 200 characters that can be stored
   * @throws dev.awa.AwaException when another transaction has changed the policy of the queue and
   *     stays open for longer than 2 s
   */
  public void split(String queue, int stripes) {
    StorableText.requireName("queue", queue);
    if (stripes < 1 || stripes > Limits.STRIPES) {
      throw new IllegalArgumentException(
          "stripes: must be 1 to " + Limits.STRIPES + ", got " + stripes);
    }
    database.as(Duty.WORKER).run("split a queue", tx -> engine.queues().split(tx, queue, stripes));
  }

  /**
   * Takes away every job of a queue that waits, for a worker or for its time, in one short
   * transaction of its own: a million jobs that wait for a worker take a fraction of a second. Jobs
   * that run are left alone, and so are jobs of transactions that are still open, and jobs that
   * come later. Claims from the queue wait meanwhile.
   *
   * <p>Nothing is left of a job: it is in no state and in no history, and can't run again. Its
   * unique key is free. There is no way back; {@link #drain} keeps the jobs as cancelled ones. That
   * the queue was purged, by whom, and how many jobs that took away stands in the table {@code
   * queue_purges} for 90 days.
   *
   * <p><b>What takes longer.</b> Each job that waits for its time is deleted by itself: a million
   * take some seconds. So is each unique key that a job holds: a million take ten seconds or so.
   * Where any key is held, all keys are read once.
   *
   * @param by who does so, for people
   * @return how many jobs there were; none for a queue that was never used
   * @throws IllegalArgumentException when one of the two is not 1 to 200 characters that can be
   *     stored
   * @throws dev.awa.AwaException when somebody keeps a stripe of the queue, or a job that waits for
   *     its time, for longer than 2 s; then nothing was taken away
   */
  public PurgedQueue purge(String queue, String by) {
    StorableText.requireName("queue", queue);
    StorableText.requireName("by", by);
    return database
        .as(Duty.WORKER)
        .readCommitted("purge a queue", tx -> engine.queues().purge(tx, queue, by));
  }

  /**
   * Cancels every job of a queue that waits, for its time or for a worker. Jobs that run are left
   * alone. The jobs are kept as cancelled ones for as long as such are kept, and can be retried. It
   * works as {@link Jobs#cancelAll} does, in batches of 1000, each a transaction of its own: tens
   * of thousands of jobs take seconds, and claims wait for a batch at most. A job that comes
   * meanwhile may be cancelled too.
   *
   * @param reason kept with each job, for people: 1 to 1000 characters
   * @return how many were cancelled
   * @throws IllegalArgumentException when the name is not 1 to 200 characters that can be stored,
   *     or the reason is not good
   * @throws dev.awa.AwaException when somebody keeps a stripe of the queue for longer than 2 s;
   *     what was cancelled until then stays so
   */
  public long drain(String queue, String reason) {
    StorableText.requireName("queue", queue);
    long cancelled = 0;
    for (JobState state : List.of(JobState.SCHEDULED, JobState.RETRYABLE, JobState.AVAILABLE)) {
      JobFilter some = JobFilter.newest(JobFilter.MAX_LIMIT).withQueue(queue).withState(state);
      long more = jobs.cancelAll(some, reason);
      while (more == JobFilter.MAX_LIMIT) {
        cancelled += more;
        more = jobs.cancelAll(some, reason);
      }
      cancelled += more;
    }
    return cancelled;
  }
}
