package dev.awa.client;

import dev.awa.QueuePolicy;
import dev.awa.QueueStats;
import dev.awa.engine.Engine;
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

  /** What a queue holds; all zero for a queue that was never used. */
  public QueueStats stats(String queue) {
    return database.readCommitted("count jobs", tx -> engine.queues().stats(tx, queue));
  }

  /**
   * Stops claims from a queue until {@link #resume}; what runs, runs on. Takes effect with the next
   * claim.
   *
   * @throws dev.awa.AwaException when somebody else changes the policy of the queue, in a
   *     transaction that stays open for longer than 2 s
   */
  public void pause(String queue, String by) {
    pause(queue, true, by);
  }

  /** Lets a paused queue be claimed again; refuses as {@link #pause} does. */
  public void resume(String queue, String by) {
    pause(queue, false, by);
  }

  private void pause(String queue, boolean paused, String by) {
    database.run("pause a queue", tx -> engine.queues().pause(tx, queue, paused, by));
  }
}
