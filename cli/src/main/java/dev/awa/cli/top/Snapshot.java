package dev.awa.cli.top;

import dev.awa.Health;
import dev.awa.KnownWorker;
import dev.awa.QueuePolicy;
import dev.awa.QueueStats;
import dev.awa.client.Awa;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the overview shows, as of one time.
 *
 * @param at the clock of this machine
 * @param queues all that the database knows, by name; fewer where their counts took too long
 * @param aliveWorkers how many workers are alive
 * @param leader the name of the worker that does the maintenance; null when none does
 * @param findings the checks of {@code awa health} that are not well
 */
public record Snapshot(
    Instant at,
    List<Queue> queues,
    long aliveWorkers,
    @Nullable String leader,
    List<Health.Check> findings) {
  /**
   * One queue.
   *
   * @param endedPerSecond jobs that ended since the snapshot before; null without one
   */
  public record Queue(QueueStats stats, boolean paused, @Nullable Double endedPerSecond) {
    /** The jobs that have ended; falls when history is no longer kept. */
    private static long ended(QueueStats stats) {
      return stats.completed() + stats.failed() + stats.cancelled();
    }
  }

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /**
   * Takes one.
   *
   * @param before the snapshot before; null: none
   */
  public static Snapshot take(Awa awa, @Nullable Snapshot before) {
    Instant at = Instant.now();
    List<QueueStats> stats = awa.queues().stats(LONGEST);
    Map<String, Boolean> paused =
        awa.queues().list().stream()
            .collect(Collectors.toMap(QueuePolicy::queue, QueuePolicy::paused));
    Map<String, Queue> last =
        before == null
            ? Map.of()
            : before.queues().stream()
                .collect(Collectors.toMap(one -> one.stats().queue(), Function.identity()));
    double seconds = before == null ? 0 : Duration.between(before.at(), at).toNanos() / 1e9;
    List<Queue> queues = new ArrayList<>();
    for (QueueStats one : stats) {
      queues.add(
          new Queue(
              one,
              paused.getOrDefault(one.queue(), false),
              rate(last.get(one.queue()), one, seconds)));
    }
    List<KnownWorker> workers = awa.workers().list();
    return new Snapshot(
        at,
        queues,
        workers.stream().filter(KnownWorker::alive).count(),
        workers.stream().filter(KnownWorker::leads).map(KnownWorker::name).findFirst().orElse(null),
        awa.health(LONGEST).checks().stream()
            .filter(check -> check.status() != Health.Status.UP)
            .toList());
  }

  private static @Nullable Double rate(@Nullable Queue before, QueueStats now, double seconds) {
    if (before == null || seconds <= 0) {
      return null;
    }
    return Math.max(0, Queue.ended(now) - Queue.ended(before.stats())) / seconds;
  }

  /** How many jobs ended in a second, in all queues; null without a snapshot before. */
  public @Nullable Double endedPerSecond() {
    return queues.stream().anyMatch(queue -> queue.endedPerSecond() != null)
        ? (Double)
            queues.stream()
                .mapToDouble(queue -> queue.endedPerSecond() == null ? 0 : queue.endedPerSecond())
                .sum()
        : null;
  }

  /** What all queues hold together. */
  QueueStats sum() {
    return QueueStats.sum("", queues.stream().map(Queue::stats).toList());
  }
}
