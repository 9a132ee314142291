package dev.awa.worker;

import static dev.awa.QueueSetting.CLAIM_SIZE;
import static dev.awa.QueueSetting.CONCURRENCY;
import static dev.awa.QueueSetting.DEADLINE;
import static dev.awa.QueueSetting.DEAD_LETTERS;
import static dev.awa.QueueSetting.LONGEST_RETRY_DELAY;
import static dev.awa.QueueSetting.MAX_ATTEMPTS;
import static dev.awa.QueueSetting.POLL;
import static dev.awa.QueueSetting.RETRY_DELAY;

import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * With which settings a worker runs its queues now: what is set of a queue, else what the worker
 * itself says. One thread changes it, any may read it.
 */
final class Tuning {
  /** Those that a worker reads; the database keeps to the others by itself. */
  private static final List<QueueSetting> READ =
      List.of(
          CONCURRENCY,
          POLL,
          CLAIM_SIZE,
          DEADLINE,
          MAX_ATTEMPTS,
          RETRY_DELAY,
          LONGEST_RETRY_DELAY,
          DEAD_LETTERS);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private final WorkerConfig config;
  private final Map<String, Integer> own;
  private volatile Map<String, QueueSettings> set = Map.of();
  private volatile Duration poll;

  /**
   * Nothing is set yet.
   *
   * @param own how many handlers may run at once for each queue, as the worker says
   */
  Tuning(WorkerConfig config, Map<String, Integer> own) {
    this.config = config;
    this.own = own;
    this.poll = config.poll();
  }

  /** Takes what is set now, of every queue; answers the queues of which it was otherwise before. */
  List<String> take(Map<String, QueueSettings> all) {
    Map<String, QueueSettings> now = new LinkedHashMap<>();
    own.keySet().forEach(queue -> now.put(queue, read(all.get(queue))));
    List<String> changed =
        own.keySet().stream().filter(queue -> !of(queue).equals(now.get(queue))).toList();
    if (!changed.isEmpty()) {
      set = Map.copyOf(now);
      poll = own.keySet().stream().map(this::poll).min(Duration::compareTo).orElse(config.poll());
    }
    return changed;
  }

  private static QueueSettings read(@Nullable QueueSettings all) {
    if (all == null) {
      return QueueSettings.none();
    }
    Map<QueueSetting, Object> read = new HashMap<>(all.values());
    read.keySet().retainAll(READ);
    return QueueSettings.of(read);
  }

  private QueueSettings of(String queue) {
    return set.getOrDefault(queue, QueueSettings.none());
  }

  /** How many handlers of a queue may run at once. */
  int concurrency(String queue) {
    return Objects.requireNonNullElse(of(queue).number(CONCURRENCY), own.getOrDefault(queue, 0));
  }

  /** How many runs of a queue one call claims at most. */
  int claimSize(String queue) {
    return Objects.requireNonNullElse(of(queue).number(CLAIM_SIZE), Claimer.LARGEST_CLAIM);
  }

  /** Whether failed jobs of a queue become dead letters. */
  boolean keepsDeadLetters(String queue) {
    return !Boolean.FALSE.equals(of(queue).flag(DEAD_LETTERS));
  }

  /** How often the worker looks for work that it is not told of: all its queues at once. */
  Duration poll() {
    return poll;
  }

  private Duration poll(String queue) {
    return Objects.requireNonNullElse(of(queue).time(POLL), config.poll());
  }

  /** A handler as it handles runs of a queue. */
  HandlerConfig of(String queue, HandlerConfig handler) {
    QueueSettings settings = of(queue);
    HandlerConfig tuned = handler;
    Duration deadline = settings.time(DEADLINE);
    Integer attempts = settings.number(MAX_ATTEMPTS);
    Backoff backoff = backoff(settings);
    if (deadline != null) {
      tuned = tuned.withDeadline(deadline);
    }
    if (attempts != null) {
      tuned = tuned.withMaxAttempts(Math.min(attempts, handler.maxAttempts()));
    }
    return backoff == null ? tuned : tuned.withBackoff(backoff);
  }

  private static @Nullable Backoff backoff(QueueSettings settings) {
    Duration first = settings.time(RETRY_DELAY);
    Duration longest = settings.time(LONGEST_RETRY_DELAY);
    if (first == null && longest == null) {
      return null;
    }
    Duration from = first == null ? FIRST_RETRY : first;
    Duration usual = from.compareTo(Backoff.LONGEST) > 0 ? from : Backoff.LONGEST;
    return Backoff.exponential(from, longest == null ? usual : longest);
  }

  /** What the queues run with, for those who have set it. */
  Map<String, QueueSettings> all() {
    Map<String, QueueSettings> all = new LinkedHashMap<>();
    own.keySet().forEach(queue -> all.put(queue, told(queue)));
    return all;
  }

  /** What a queue runs with; a poll that could not be set is told as the nearest that could. */
  QueueSettings told(String queue) {
    Map<QueueSetting, Object> told = new EnumMap<>(QueueSetting.class);
    if (config.deadline() != null) {
      told.put(DEADLINE, config.deadline());
    }
    told.put(CONCURRENCY, concurrency(queue));
    told.put(CLAIM_SIZE, claimSize(queue));
    told.put(POLL, within((Duration) POLL.least(), poll(queue), (Duration) POLL.most()));
    told.putAll(of(queue).values());
    return QueueSettings.of(told);
  }

  private static Duration within(
      @Nullable Duration least, Duration value, @Nullable Duration most) {
    if (least != null && value.compareTo(least) < 0) {
      return least;
    }
    return most != null && value.compareTo(most) > 0 ? most : value;
  }
}
