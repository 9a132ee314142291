package dev.awa.bench.harness;

import dev.awa.AwaException;
import dev.awa.QueueStats;
import dev.awa.client.Queues;

/** How much waits, asked every 200 ms; while the database is away the last answer holds. */
final class Depth implements Runnable {
  private static final long EVERY_MILLIS = 200;

  private final Queues queues;
  private volatile QueueStats stats = new QueueStats(Ping.QUEUE, 0, null, 0, 0, 0, 0, 0, 0, 0);

  Depth(Queues queues) {
    this.queues = queues;
  }

  long available() {
    return stats.available();
  }

  void sample(Voice voice, String time) {
    QueueStats now = stats;
    voice.metric(time, "queue_depth", (double) now.available(), 0);
    voice.metric(time, "running_depth", (double) now.running(), 0);
    voice.metric(time, "retryable_depth", (double) now.retryable(), 0);
    voice.metric(time, "scheduled_depth", (double) now.scheduled(), 0);
    voice.metric(
        time,
        "total_backlog",
        (double) now.available() + now.running() + now.retryable() + now.scheduled(),
        0);
  }

  @Override
  public void run() {
    try {
      while (true) {
        try {
          stats = queues.stats(Ping.QUEUE);
        } catch (AwaException e) {
          // the database is away; the next look will tell
        }
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }
}
