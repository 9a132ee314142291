package dev.awa;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as operators see it.
 *
 * @param settings what is set of it
 * @param pause null when it is not paused
 * @param changes the last change of each setting that is set, and of a pause, the newest first
 * @param workers the workers that work on it, newest first
 * @param described what applications say of it, the newest first
 */
public record QueueStatus(
    String queue,
    QueueSettings settings,
    @Nullable QueuePause pause,
    List<SettingChange> changes,
    List<KnownWorker> workers,
    List<Described> described) {

  /**
   * The settings that a worker has not taken yet: those that it runs the queue with otherwise than
   * is set. Normally none a second after a change.
   */
  public List<QueueSetting> notTaken(KnownWorker worker) {
    Map<QueueSetting, Object> runsWith =
        worker.runsWith().getOrDefault(queue, QueueSettings.none()).values();
    return settings.values().entrySet().stream()
        .filter(one -> isForWorkers(one.getKey()))
        .filter(one -> !one.getValue().equals(runsWith.get(one.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Others are of the database: whoever claims, ends runs or keeps house finds them there. */
  private static boolean isForWorkers(QueueSetting setting) {
    return switch (setting) {
      case CONCURRENCY,
          POLL,
          CLAIM_SIZE,
          DEADLINE,
          MAX_ATTEMPTS,
          RETRY_DELAY,
          LONGEST_RETRY_DELAY ->
          true;
      case KEEP_COMPLETED, KEEP_FAILED, KEEP_DEAD_LETTERS, AGING, DEAD_LETTERS, STRIPES -> false;
    };
  }
}
