package dev.awa.client;

import dev.awa.QueueDepth;
import dev.awa.StatsFilter;
import dev.awa.Timings;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import dev.awa.engine.TimingLog.Per;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Tells what workers have measured of their runs, and what queues held: without a metrics server. A
 * worker stores what it has measured every ten seconds or so, one that has more than a hundred
 * pairs of queue and kind less often. What is older than an hour is kept by five minutes, what is
 * older than two days by the hour, and after 90 to 120 days it is gone. Calls need a transaction of
 * their own.
 */
public final class Stats {
  private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);
  private static final Duration LONGEST_STEP = Duration.ofDays(90);
  private static final int MOST_QUEUES = 1000;

  private final Engine engine;
  private final Database database;

  Stats(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * What was measured of runs, a row for each pair of queue and kind, by queue and kind.
   *
   * <pre>{@code
   * awa.stats().perKind(StatsFilter.last(Duration.ofHours(1)).withQueue("mail"))
   *     .forEach(one -> System.out.println(one.kind() + " " + one.runs().percentile(0.99)));
   * }</pre>
   *
   * @throws IllegalArgumentException when a name is not 1 to 200 characters that can be stored
   */
  public List<Timings> perKind(StatsFilter filter) {
    check(filter);
    return database.readCommitted(
        "read timings", tx -> engine.timings().timings(tx, filter, null, Per.KIND));
  }

  /**
   * What was measured of runs over time, a row for each step in which there was anything, of all
   * that the filter means together.
   *
   * @param step how long a step is, 1 s to 90 days. Steps are counted from the year 2000 in UTC, so
   *     those of five minutes begin with the hour. Where it is shorter than what is kept, the step
   *     in which that begins has all of it
   * @throws IllegalArgumentException when the step is out of its range, or a name is not 1 to 200
   *     characters that can be stored
   */
  public List<Timings> overTime(StatsFilter filter, Duration step) {
    check(filter);
    check(step);
    return database.readCommitted(
        "read timings", tx -> engine.timings().timings(tx, filter, step, Per.ALL));
  }

  /**
   * What a queue held over time, or all queues together: of each step the most that any minute of
   * it shows. A step in which nothing was there has no row. The kind of the filter has no say. Kept
   * for two days; only while some worker leads, and not while the counters are not trusted.
   *
   * @param step how long a step is, see {@link #overTime}
   * @throws IllegalArgumentException when the step is out of its range, or the queue is not 1 to
   *     200 characters that can be stored
   */
  public List<QueueDepth> depth(StatsFilter filter, Duration step) {
    check(filter);
    check(step);
    return database.readCommitted("read depths", tx -> engine.timings().depths(tx, filter, step));
  }

  /**
   * What each of some queues held over time, see {@link #depth}; a queue that held nothing in all
   * of it is not there. The queue and the kind of the filter have no say.
   *
   * @param queues 1 to 1000 names
   * @param step how long a step is, see {@link #overTime}
   * @throws IllegalArgumentException when the step or the number of queues is out of its range, or
   *     a name is not 1 to 200 characters that can be stored
   */
  public Map<String, List<QueueDepth>> depths(
      Collection<String> queues, StatsFilter filter, Duration step) {
    check(step);
    if (queues.isEmpty() || queues.size() > MOST_QUEUES) {
      throw new IllegalArgumentException(
          "queues: must be 1 to " + MOST_QUEUES + ", got " + queues.size());
    }
    queues.forEach(queue -> StorableText.requireName("queue", queue));
    return database.readCommitted(
        "read depths", tx -> engine.timings().depths(tx, queues, filter, step));
  }

  private static void check(StatsFilter filter) {
    String queue = filter.queue();
    String kind = filter.kind();
    if (queue != null) {
      StorableText.requireName("queue", queue);
    }
    if (kind != null) {
      StorableText.requireName("kind", kind);
    }
  }

  private static void check(Duration step) {
    if (step.compareTo(SHORTEST_STEP) < 0 || step.compareTo(LONGEST_STEP) > 0) {
      throw new IllegalArgumentException("step: must be 1 s to 90 days, got " + step);
    }
  }
}
