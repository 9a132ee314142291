package dev.awa.client;

import dev.awa.Duty;
import dev.awa.Limits;
import dev.awa.QueuePolicy;
import dev.awa.QueueStats;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import java.util.List;

/** Looks at and steers queues. */
public final class Queues {
  private final Engine engine;
  private final Database database;

  Queues(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
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
   * Splits a queue into stripes, slices that are claimed from independently of each other; 1, the
   * default, makes it whole again. Takes effect with what is enqueued from then on, and may be done
   * at any time: jobs that wait are claimed like all others, whatever the number is. Workers of
   * this queue alone look into new stripes within five seconds.
   *
   * <p>One claim at a time takes up to 512 jobs of a stripe, so one stripe is enough for more than
   * 100,000 jobs a second. More are worth it where claims wait for each other: when commits are
   * slow (a synchronous standby), or many workers with few permits each want work at the same time;
   * then as many as workers claim at once, 2 to 8. They cost: a look asks first which of them have
   * work, claims are more and smaller, and each stripe has its lanes, one a priority, which are
   * never given up and which counts and the leader look at.
   *
   * <p>Jobs of one {@link dev.awa.Job#orderingKey} share a stripe, by the hash of the key and the
   * number of stripes. So they are claimed in order as far as they were enqueued under one number;
   * when it changes while some wait, later ones may be claimed before them. Who needs the order
   * across the change stops the producers and lets the queue run empty first. Jobs without a key
   * have no order across stripes.
   *
   * @param stripes 1 to {@link Limits#STRIPES}
   * @throws IllegalArgumentException when there are fewer or more, or when the name is not 1 to 200
   *     characters that can be stored
   * @throws dev.awa.AwaException when somebody else changes the policy of the queue, in a
   *     transaction that stays open for longer than 2 s
   */
  public void split(String queue, int stripes) {
    StorableText.requireName("queue", queue);
    if (stripes < 1 || stripes > Limits.STRIPES) {
      throw new IllegalArgumentException(
          "stripes: must be 1 to " + Limits.STRIPES + ", got " + stripes);
    }
    database.as(Duty.WORKER).run("split a queue", tx -> engine.queues().split(tx, queue, stripes));
  }
}
