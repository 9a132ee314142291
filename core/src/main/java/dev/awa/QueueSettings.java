package dev.awa;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set of a queue, or what a worker runs a queue with. Immutable. What is not set is as the
 * worker says, or the storage, or by default: see {@link QueueSetting}.
 */
public final class QueueSettings {
  private static final QueueSettings NONE = new QueueSettings(new EnumMap<>(QueueSetting.class));

  private final Map<QueueSetting, Object> values;

  private QueueSettings(EnumMap<QueueSetting, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Nothing is set. */
  public static QueueSettings none() {
    return NONE;
  }

  /**
   * These are set.
   *
   * @throws IllegalArgumentException when a value is not of its setting's type, or out of its range
   */
  public static QueueSettings of(Map<QueueSetting, ?> values) {
    EnumMap<QueueSetting, Object> copy = new EnumMap<>(QueueSetting.class);
    values.forEach((setting, value) -> copy.put(setting, setting.check(value)));
    return new QueueSettings(copy);
  }

  /** All that is set: an {@code Integer}, a {@code Duration} or a {@code Boolean} each. */
  public Map<QueueSetting, Object> values() {
    return values;
  }

  /** The value of a setting that is a number; null when it is not set. */
  public @Nullable Integer number(QueueSetting setting) {
    return (Integer) values.get(setting);
  }

  /** The value of a setting that is a time; null when it is not set. */
  public @Nullable Duration time(QueueSetting setting) {
    return (Duration) values.get(setting);
  }

  /** The value of a setting that is true or false; null when it is not set. */
  public @Nullable Boolean flag(QueueSetting setting) {
    return (Boolean) values.get(setting);
  }

  /** Whether the same settings have the same values in both. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueueSettings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
