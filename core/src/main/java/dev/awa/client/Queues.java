package dev.awa.client;

import dev.awa.Duty;
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
}
