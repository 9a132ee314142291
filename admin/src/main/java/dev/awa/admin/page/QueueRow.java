package dev.awa.admin.page;

import dev.awa.QueuePolicy;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a table.
 *
 * @param lag for how long its oldest job waits; null when none does
 * @param rate how many jobs it completed a second; null before the second look
 * @param workers how many living workers work on it
 */
record QueueRow(
    QueueStats stats,
    @Nullable Duration lag,
    @Nullable Double rate,
    boolean isPaused,
    int workers) {
  static List<QueueRow> of(Visit visit, List<QueueReading> readings, Counts counts) {
    Map<String, QueuePolicy> policies = new HashMap<>();
    policies(visit).forEach(policy -> policies.put(policy.queue(), policy));
    return readings.stream()
        .map(one -> of(one, policies.get(one.stats().queue()), counts))
        .toList();
  }

  private static QueueRow of(QueueReading one, @Nullable QueuePolicy policy, Counts counts) {
    return new QueueRow(
        one.stats(),
        one.lag(),
        counts.rate(one.stats().queue()),
        policy != null && policy.paused(),
        policy == null ? 0 : policy.workers());
  }

  /** What is set of the queues. */
  @SuppressWarnings("unchecked") // the route says so
  static List<QueuePolicy> policies(Visit visit) {
    return visit.isRestricted()
        ? visit.list("/queues")
        : (List<QueuePolicy>) visit.shared("queue-list", "/queues").document();
  }

  /** For how long its oldest job waits; zero when none does. */
  Duration waits() {
    return lag == null ? Duration.ZERO : lag;
  }

  String name() {
    return stats.queue();
  }
}
