package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Described;
import dev.awa.Duty;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.KnownWorker;
import dev.awa.Limits;
import dev.awa.Overwritten;
import dev.awa.PurgedQueue;
import dev.awa.QueueChange;
import dev.awa.QueuePolicy;
import dev.awa.QueuePurge;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.QueueStatus;
import dev.awa.SettingChange;
import dev.awa.engine.Descriptors.What;
import dev.awa.engine.Engine;
import dev.awa.engine.Policies.Policy;
import dev.awa.engine.StorableText;
import dev.awa.engine.StorableTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Looks at and steers queues. */
public final class Queues {
  private static final int MOST_NAMES = 10_000;
  private static final int MOST_CHANGES = 1000;

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
   * How many jobs each queue holds in each state, of all that have been used or configured, by
   * name. What they hold together is the sum: {@link QueueStats#sum}.
   *
   * @param within how long all of this may take, 1 ms and more; a thousand queues take some tenths
   *     of a second
   * @throws IllegalArgumentException when the time is out of its range
   * @throws AwaException when the database takes longer
   */
  public List<QueueStats> stats(Duration within) {
    long end = System.nanoTime() + within.toNanos();
    List<QueueStats> all = new ArrayList<>();
    List<String> some = names("", MOST_NAMES, within);
    while (!some.isEmpty()) {
      List<QueueReading> read = read(some, left(end, all.size()));
      read.forEach(one -> all.add(one.stats()));
      some =
          read.size() < some.size()
              ? some.subList(read.size(), some.size())
              : names(some.getLast(), MOST_NAMES, left(end, all.size()));
    }
    return all;
  }

  private static Duration left(long end, int read) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (left.toMillis() < 1) {
      throw new AwaException(
          "could not count the jobs of all queues: the time is over after " + read + " queues");
    }
    return left;
  }

  /**
   * What applications say of their queues, by queue, the newest first for each. A queue that nobody
   * describes is not in the list.
   *
   * @param within how long the database may take, 1 ms and more
   * @throws IllegalArgumentException when the time is out of its range
   * @throws AwaException when the database takes longer
   */
  public List<Described> described(Duration within) {
    return database.within(
        "list what is said of queues",
        within,
        look -> look.at(tx -> engine.descriptors().list(tx, What.QUEUE, null)));
  }

  /**
   * The names of the next queues, of those that have been used or configured, in their order.
   *
   * @param after the last name of the answer before; "" for the first
   * @param limit how many at most, 1 to 10,000
   * @param within how long the database may take, 1 ms and more
   * @throws IllegalArgumentException when one of them is out of its range, or the name can't be one
   * @throws AwaException when the database takes longer
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
   * @throws AwaException when the first queue can't be read in time
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
   * @throws AwaException when somebody else changes the policy of the queue, in a transaction that
   *     stays open for longer than 2 s
   */
  public void pause(String queue, String by) {
    pause("pause a queue", queue, true, by, null, null);
  }

  /** Lets a paused queue be claimed again; refuses what {@link #pause} refuses. */
  public void resume(String queue, String by) {
    pause("resume a queue", queue, false, by, null, null);
  }

  /**
   * The same with a reason, for people, and perhaps an end. When that has come, workers claim again
   * within two seconds, and nobody has to resume the queue.
   *
   * @param reason 1 to 1000 characters; null for none
   * @param until in the future by the clock of the database; null for not before {@link #resume}
   * @throws IllegalArgumentException when a text is none, see {@link #pause(String, String)}, or
   *     the time is not one of the years 1 to 9999
   * @throws AwaException when the time is not in the future
   */
  public void pause(String queue, String by, @Nullable String reason, @Nullable Instant until) {
    if (reason != null) {
      StorableText.requireReason("reason", reason);
    }
    if (until != null) {
      StorableTime.require("until", until);
    }
    pause("pause a queue", queue, true, by, reason, until);
  }

  private void pause(
      String what,
      String queue,
      boolean paused,
      String by,
      @Nullable String reason,
      @Nullable Instant until) {
    StorableText.requireName("queue", queue);
    StorableText.requireName("by", by);
    database
        .as(Duty.OPERATOR)
        .run(what, tx -> engine.policies().pause(tx, queue, paused, by, reason, until));
  }

  /**
   * Changes settings of a queue for all of its workers. A worker takes a change within a second of
   * the commit, and no job or claim that is under way fails by it: what runs is finished as it
   * began. A queue that nobody has used yet can be set too.
   *
   * <pre>{@code
   * awa.queues().set("mail", change -> change.concurrency(5).keepCompleted(Duration.ZERO), "jo");
   * awa.queues().set("mail", change -> change.reset(QueueSetting.CONCURRENCY), "jo");
   * }</pre>
   *
   * @param change what to change; what it does not name stays as it is
   * @param by who does so, for people
   * @return what was overwritten: the settings that were changed, with who had set each of them
   *     last. If two people change a setting at once, one after the other has it, and the second
   *     sees what the first had set
   * @throws IllegalArgumentException when a value is out of its range, or a name is not 1 to 200
   *     characters that can be stored
   * @throws AwaException when somebody else changes the queue, in a transaction that stays open for
   *     longer than 2 s
   */
  public List<Overwritten> set(String queue, UnaryOperator<QueueChange> change, String by) {
    QueueChange changed = checked(queue, change, by);
    return database
        .as(Duty.OPERATOR)
        .call("set a queue", tx -> engine.policies().set(tx, queue, changed, by));
  }

  /**
   * The same in the caller's transaction, which is neither committed nor rolled back: workers take
   * the change when it commits. Until then others who change the queue wait.
   */
  public List<Overwritten> set(
      Connection tx, String queue, UnaryOperator<QueueChange> change, String by) {
    QueueChange changed = checked(queue, change, by);
    return database
        .as(Duty.OPERATOR)
        .on(tx, "set a queue", own -> engine.policies().set(own, queue, changed, by));
  }

  private static QueueChange checked(String queue, UnaryOperator<QueueChange> change, String by) {
    StorableText.requireName("queue", queue);
    StorableText.requireName("by", by);
    return change.apply(QueueChange.nothing());
  }

  /**
   * What is set of a queue, by whom, whether it is paused, and what its workers run it with.
   *
   * @throws IllegalArgumentException when the name is not 1 to 200 characters that can be stored
   */
  public QueueStatus show(String queue) {
    StorableText.requireName("queue", queue);
    return database.call("show a queue", tx -> status(tx, queue));
  }

  private QueueStatus status(Connection tx, String queue) throws SQLException {
    Policy policy = engine.policies().policy(tx, queue);
    Set<String> open = new HashSet<>(Set.of("paused"));
    policy.settings().values().keySet().forEach(setting -> open.add(setting.toString()));
    if (policy.pause() == null) {
      open.remove("paused");
    }
    List<SettingChange> changes =
        engine.policies().changes(tx, What.QUEUE, queue, MOST_CHANGES).stream()
            .filter(change -> open.remove(change.setting()))
            .toList();
    List<KnownWorker> workers =
        engine.workers().list(tx).stream().filter(one -> one.queues().contains(queue)).toList();
    List<Described> described = engine.descriptors().list(tx, What.QUEUE, queue);
    return new QueueStatus(queue, policy.settings(), policy.pause(), changes, workers, described);
  }

  /**
   * What was changed of a queue: settings, pauses, stripes; the newest first. The newest thousand
   * changes of a queue are kept.
   *
   * @param limit how many at most, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of its range, or the name is not 1 to
   *     200 characters that can be stored
   */
  public List<SettingChange> history(String queue, int limit) {
    StorableText.requireName("queue", queue);
    if (limit < 1 || limit > MOST_CHANGES) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_CHANGES + ", got " + limit);
    }
    return database.call(
        "list changes of a queue", tx -> engine.policies().changes(tx, What.QUEUE, queue, limit));
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
   * @param by who does so, for people
   * @throws IllegalArgumentException when {@code stripes} is out of range, or when a name is not 1
   *     to 200 characters that can be stored
   * @throws AwaException when another transaction has changed the policy of the queue and stays
   *     open for longer than 2 s
   */
  public void split(String queue, int stripes, String by) {
    StorableText.requireName("queue", queue);
    StorableText.requireName("by", by);
    if (stripes < 1 || stripes > Limits.STRIPES) {
      throw new IllegalArgumentException(
          "stripes: must be 1 to " + Limits.STRIPES + ", got " + stripes);
    }
    database
        .as(Duty.OPERATOR)
        .run("split a queue", tx -> engine.policies().split(tx, queue, stripes, by));
  }

  /**
   * Takes away every job of a queue that waits, for a worker or for its time, in one short
   * transaction of its own: a million jobs that wait for a worker take a fraction of a second. Jobs
   * that run are left alone, and so are jobs of transactions that are still open, and jobs that
   * come later. Claims from the queue wait meanwhile.
   *
   * <p>Nothing is left of a job: it is in no state and in no history, and can't run again. Its
   * unique key is free. There is no way back; {@link #drain} keeps the jobs as cancelled ones. That
   * the queue was purged, by whom, and how many jobs that took away is kept for 90 days: {@link
   * #purges}.
   *
   * <p><b>What takes longer.</b> Each job that waits for its time is deleted by itself: a million
   * take some seconds. So is each unique key that a job holds: a million take ten seconds or so.
   * Where any key is held, all keys are read once.
   *
   * @param by who does so, for people
   * @return how many jobs there were; none for a queue that was never used
   * @throws IllegalArgumentException when one of the two is not 1 to 200 characters that can be
   *     stored
   * @throws AwaException when somebody keeps a stripe of the queue, or a job that waits for its
   *     time, for longer than 2 s; then nothing was taken away
   */
  public PurgedQueue purge(String queue, String by) {
    StorableText.requireName("queue", queue);
    StorableText.requireName("by", by);
    return database
        .as(Duty.OPERATOR)
        .readCommitted("purge a queue", tx -> engine.queues().purge(tx, queue, by));
  }

  /**
   * Who has purged a queue, when, and how many jobs that took away, newest first. A purge is kept
   * for 90 days, and until the next one after that.
   *
   * @param limit how many at most, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of its range, or the name is not 1 to
   *     200 characters that can be stored
   */
  public List<QueuePurge> purges(String queue, int limit) {
    StorableText.requireName("queue", queue);
    if (limit < 1 || limit > MOST_CHANGES) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_CHANGES + ", got " + limit);
    }
    return database.call("list purges of a queue", tx -> engine.queues().purges(tx, queue, limit));
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
   * @throws AwaException when somebody keeps a stripe of the queue for longer than 2 s; what was
   *     cancelled until then stays so
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
