package dev.awa;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of the settings of a queue; what is not named stays as it is. Immutable.
 * What each setting means, its range and its default stand in {@link QueueSetting}; a value out of
 * its range is refused with an {@link IllegalArgumentException}.
 */
public final class QueueChange {
  private static final QueueChange NOTHING = new QueueChange(Map.of());

  private final Map<QueueSetting, @Nullable Object> values;

  private QueueChange(Map<QueueSetting, @Nullable Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Nothing is changed. */
  public static QueueChange nothing() {
    return NOTHING;
  }

  /** Sets {@link QueueSetting#CONCURRENCY}, 1 to 1,000,000. */
  public QueueChange concurrency(int jobs) {
    return set(QueueSetting.CONCURRENCY, jobs);
  }

  /** Sets {@link QueueSetting#POLL}, 10 ms to an hour. */
  public QueueChange poll(Duration every) {
    return set(QueueSetting.POLL, every);
  }

  /** Sets {@link QueueSetting#CLAIM_SIZE}, 1 to 512. */
  public QueueChange claimSize(int jobs) {
    return set(QueueSetting.CLAIM_SIZE, jobs);
  }

  /** Sets {@link QueueSetting#DEADLINE}, 1 ms to 7 days. */
  public QueueChange deadline(Duration longest) {
    return set(QueueSetting.DEADLINE, longest);
  }

  /** Sets {@link QueueSetting#MAX_ATTEMPTS}, 1 to 1000. */
  public QueueChange maxAttempts(int attempts) {
    return set(QueueSetting.MAX_ATTEMPTS, attempts);
  }

  /** Sets {@link QueueSetting#RETRY_DELAY}, 0 to 3650 days. */
  public QueueChange retryDelay(Duration first) {
    return set(QueueSetting.RETRY_DELAY, first);
  }

  /** Sets {@link QueueSetting#LONGEST_RETRY_DELAY}, 0 to 3650 days. */
  public QueueChange longestRetryDelay(Duration longest) {
    return set(QueueSetting.LONGEST_RETRY_DELAY, longest);
  }

  /** Sets {@link QueueSetting#KEEP_COMPLETED}, 0 to 3650 days. */
  public QueueChange keepCompleted(Duration kept) {
    return set(QueueSetting.KEEP_COMPLETED, kept);
  }

  /** Sets {@link QueueSetting#KEEP_FAILED}, 0 to 3650 days. */
  public QueueChange keepFailed(Duration kept) {
    return set(QueueSetting.KEEP_FAILED, kept);
  }

  /** Sets {@link QueueSetting#KEEP_DEAD_LETTERS}, 0 to 3650 days. */
  public QueueChange keepDeadLetters(Duration kept) {
    return set(QueueSetting.KEEP_DEAD_LETTERS, kept);
  }

  /** Sets {@link QueueSetting#AGING}, 0 to 3650 days. */
  public QueueChange aging(Duration step) {
    return set(QueueSetting.AGING, step);
  }

  /** Sets {@link QueueSetting#DEAD_LETTERS}. */
  public QueueChange deadLetters(boolean kept) {
    return set(QueueSetting.DEAD_LETTERS, kept);
  }

  /** Sets {@link QueueSetting#STRIPES}, 1 to 64. */
  public QueueChange stripes(int stripes) {
    return set(QueueSetting.STRIPES, stripes);
  }

  /** Sets a setting to a value of its {@link QueueSetting#type}. */
  public QueueChange set(QueueSetting setting, Object value) {
    return with(setting, setting.check(value));
  }

  /** Takes a setting back: it is as the worker says, or the storage, or by default. */
  public QueueChange reset(QueueSetting setting) {
    return with(setting, null);
  }

  private QueueChange with(QueueSetting setting, @Nullable Object value) {
    Map<QueueSetting, @Nullable Object> more = new LinkedHashMap<>(values);
    more.put(setting, value);
    return new QueueChange(more);
  }

  /** The settings that are changed, in the order in which they were named; null: taken back. */
  public Map<QueueSetting, @Nullable Object> values() {
    return values;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
