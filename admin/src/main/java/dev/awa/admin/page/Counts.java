package dev.awa.admin.page;

import dev.awa.JobState;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.admin.StatsDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs the queues hold in each state, from the counters of the queue: exact, and without a
 * look at the jobs.
 *
 * @param queues by name
 * @param at when they were read
 * @param rates how many jobs of each queue were completed a second since the look before; empty
 *     where there was none
 * @param entered how many jobs came into all of them a second since then, less those that were
 *     deleted; null where there was no look before, or other queues were read
 * @param over the time between both looks
 * @param next the last of the queues, when others follow that were not read; null: these are all
 */
record Counts(
    List<QueueReading> queues,
    Instant at,
    Map<String, Double> rates,
    @Nullable Double entered,
    Duration over,
    @Nullable String next) {
  private static final String TARGET = "/stats?limit=1000";
  private static final double NANOS = 1e9;

  /** In seconds: what would take longer than a week is no forecast. */
  private static final double LONGEST_DRAIN = 7 * 86_400;

  /** Of all queues, or of those that the visitor is let into. */
  static Counts of(Visit visit) {
    if (visit.isRestricted()) {
      StatsDocument own = visit.get(StatsDocument.class, TARGET);
      return new Counts(own.queues(), Instant.now(), Map.of(), null, Duration.ZERO, own.next());
    }
    Samples.Sample sample = visit.shared("stats", TARGET);
    StatsDocument now = (StatsDocument) sample.document();
    Samples.Sample before = sample.before();
    long nanos = before == null ? 0 : sample.nanos() - before.nanos();
    Map<String, Double> rates =
        before == null
            ? Map.of()
            : rates(((StatsDocument) before.document()).queues(), now.queues(), nanos);
    Double entered = before == null ? null : entered((StatsDocument) before.document(), now, nanos);
    return new Counts(
        now.queues(), sample.at(), rates, entered, Duration.ofNanos(nanos), now.next());
  }

  /** Completed jobs are counted for ever, others while they are kept: what is more has come in. */
  private static @Nullable Double entered(StatsDocument before, StatsDocument now, long nanos) {
    boolean isWhole = before.next() == null && now.next() == null;
    return isWhole && nanos > 0
        ? Double.valueOf(Math.max(0, all(now.queues()) - all(before.queues())) * NANOS / nanos)
        : null;
  }

  private static long all(List<QueueReading> queues) {
    return queues.stream()
        .map(QueueReading::stats)
        .mapToLong(one ->
            one.available()
                + one.running()
                + one.scheduled()
                + one.retryable()
                + one.completed()
                + one.failed()
                + one.cancelled())
        .sum();
  }

  private static Map<String, Double> rates(
      List<QueueReading> before, List<QueueReading> now, long nanos) {
    Map<String, Long> completed = new HashMap<>();
    before.forEach(one -> completed.put(one.stats().queue(), one.stats().completed()));
    Map<String, Double> rates = new HashMap<>();
    for (QueueReading one : now) {
      Long then = completed.get(one.stats().queue());
      if (then != null && one.stats().completed() >= then) {
        rates.put(one.stats().queue(), (one.stats().completed() - then) * NANOS / nanos);
      }
    }
    return rates;
  }

  /** Of one queue; empty when it has never been used. */
  Optional<QueueReading> find(String queue) {
    return queues.stream().filter(one -> one.stats().queue().equals(queue)).findFirst();
  }

  /** The same of one queue alone. */
  Counts only(String queue) {
    return new Counts(find(queue).stream().toList(), at, rates, null, over, null);
  }

  /** Whether these are all queues. */
  boolean isAll() {
    return next == null;
  }

  /** How many queues there are, or at least so many: 1,131+. */
  String number() {
    return Words.count(queues.size()) + (isAll() ? "" : "+");
  }

  boolean isEmpty() {
    return queues.isEmpty();
  }

  private long sum(ToLongFunction<QueueStats> of) {
    return queues.stream().map(QueueReading::stats).mapToLong(of).sum();
  }

  long available() {
    return sum(QueueStats::available);
  }

  long running() {
    return sum(QueueStats::running);
  }

  long retryable() {
    return sum(QueueStats::retryable);
  }

  long deadLetters() {
    return sum(QueueStats::deadLetters);
  }

  /** In a state; of a state that is not counted: zero. */
  long in(JobState state) {
    return switch (state) {
      case SCHEDULED -> sum(QueueStats::scheduled);
      case AVAILABLE -> available();
      case RUNNING -> running();
      case RETRYABLE -> retryable();
      case WAITING_EXTERNAL -> 0;
      case COMPLETED -> sum(QueueStats::completed);
      case FAILED -> sum(QueueStats::failed);
      case CANCELLED -> sum(QueueStats::cancelled);
    };
  }

  /** Completed a second, of all of them; null before the second look. */
  @Nullable Double rate() {
    return over.isZero()
        ? null
        : Double.valueOf(rates.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  /**
   * After how long no job would wait, if as many go on coming and being completed; null where more
   * come than are completed, or nobody knows.
   */
  @Nullable Duration drained() {
    Double out = rate();
    if (out == null || entered == null || available() == 0 || out <= entered) {
      return null;
    }
    double seconds = available() / (out - entered);
    return seconds < LONGEST_DRAIN ? Duration.ofSeconds(Math.round(seconds)) : null;
  }

  @Nullable Double rate(String queue) {
    return rates.get(queue);
  }
}
