package dev.awa.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Claimed;
import dev.awa.engine.Workers;
import java.sql.SQLException;
import java.util.List;

/** A worker and a producer of queue "q" that do what they do all day, a round at a time. */
public final class DailyWork {
  private final TestQueue queue;
  private final long worker;
  private int flushes;

  /** Registers the worker. */
  public DailyWork(TestQueue queue) throws SQLException {
    this.queue = queue;
    this.worker = queue.worker();
  }

  /** An enqueue, a COPY, a claim of what they brought, and a flush. */
  public void round() throws SQLException {
    queue.enqueue("q", 1);
    queue.transaction(tx ->
        queue.engine().readyLog().copy(tx, List.of(TestQueue.checked(TestQueue.job("q", 1)))));
    assertThat(complete("q")).isEqualTo(2);
  }

  /** Claims what waits in a queue, and completes it; answers how many that were. */
  public int complete(String name) throws SQLException {
    Claimed claimed = queue.claim(worker, name, 100);
    flushes++;
    queue.flush(worker, flushes, TestQueue.ended(claimed, TestQueue.completed()));
    return claimed.runs();
  }

  /** The worker announces, as of now, that it holds no segment. */
  public void letGo() throws SQLException {
    long epoch = queue.number("SELECT awa.epoch_of(pg_current_snapshot())");
    Workers.Announcement nothing = new Workers.Announcement(epoch, List.of());
    queue.with(tx -> queue.engine().workers().beat(tx, worker, nothing));
  }
}
