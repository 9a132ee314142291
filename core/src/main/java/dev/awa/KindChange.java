package dev.awa;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of the settings of a kind; what is not named stays as it is. Immutable. A
 * kind has two of the settings of a queue ({@link #SETTINGS}). A value out of its range is refused
 * with an {@link IllegalArgumentException}.
 */
public final class KindChange {
  /** The settings that a kind has. */
  public static final List<QueueSetting> SETTINGS =
      List.of(QueueSetting.KEEP_FAILED, QueueSetting.KEEP_DEAD_LETTERS);

  private static final KindChange NOTHING = new KindChange(QueueChange.nothing());

  private final QueueChange change;

  private KindChange(QueueChange change) {
    this.change = change;
  }

  /** Nothing is changed. */
  public static KindChange nothing() {
    return NOTHING;
  }

  /** Sets how long failed and cancelled jobs of the kind are kept, 0 to 3650 days. */
  public KindChange keepFailed(Duration kept) {
    return new KindChange(change.keepFailed(kept));
  }

  /** Sets how long dead letters of the kind are kept, 0 to 3650 days. */
  public KindChange keepDeadLetters(Duration kept) {
    return new KindChange(change.keepDeadLetters(kept));
  }

  /**
   * Sets one of {@link #SETTINGS} to a value of its {@link QueueSetting#type}.
   *
   * @throws IllegalArgumentException when it is a setting that kinds do not have, or the value is
   *     of another type or out of its range
   */
  public KindChange set(QueueSetting setting, Object value) {
    return new KindChange(change.set(known(setting), value));
  }

  /**
   * Takes a setting back: it is as the queue says, or the storage.
   *
   * @throws IllegalArgumentException when it is a setting that kinds do not have
   */
  public KindChange reset(QueueSetting setting) {
    return new KindChange(change.reset(known(setting)));
  }

  private static QueueSetting known(QueueSetting setting) {
    if (!SETTINGS.contains(setting)) {
      throw new IllegalArgumentException(
          "setting: must be keep_failed or keep_dead_letters, got " + setting);
    }
    return setting;
  }

  /** The settings that are changed, in the order in which they were named; null: taken back. */
  public Map<QueueSetting, @Nullable Object> values() {
    return change.values();
  }

  @Override
  public String toString() {
    return change.toString();
  }
}
