package dev.awa;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs a queue holds in each state. Completed ones are counted for ever, failed and
 * cancelled ones while they are kept.
 *
 * @param oldestReadyAt when the job that waits longest became ready; null when none waits
 * @param failed the failed jobs, dead letters among them
 */
public record QueueStats(
    String queue,
    long available,
    @Nullable Instant oldestReadyAt,
    long running,
    long scheduled,
    long retryable,
    long completed,
    long failed,
    long cancelled,
    long deadLetters) {
  /**
   * What several queues hold together.
   *
   * @param name what they are called together
   */
  public static QueueStats sum(String name, Collection<QueueStats> queues) {
    return new QueueStats(
        name,
        sum(queues, QueueStats::available),
        queues.stream()
            .map(QueueStats::oldestReadyAt)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null),
        sum(queues, QueueStats::running),
        sum(queues, QueueStats::scheduled),
        sum(queues, QueueStats::retryable),
        sum(queues, QueueStats::completed),
        sum(queues, QueueStats::failed),
        sum(queues, QueueStats::cancelled),
        sum(queues, QueueStats::deadLetters));
  }

  private static long sum(Collection<QueueStats> queues, ToLongFunction<QueueStats> jobs) {
    return queues.stream().mapToLong(jobs).sum();
  }
}
