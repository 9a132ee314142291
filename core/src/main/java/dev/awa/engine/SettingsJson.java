package dev.awa.engine;

import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.StorageSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of queues and the storage as JSON has them: an object, by name, times in seconds. */
final class SettingsJson {
  private SettingsJson() {}

  static String write(Map<QueueSetting, ? extends @Nullable Object> values) {
    return JsonWriting.text(plain(values));
  }

  /** All of the storage. */
  static String write(StorageSettings storage) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    plain.put("rotate_after", plain(storage.rotateAfter()));
    plain.put("rotate_bytes", storage.rotateBytes());
    plain.put("keep_history", plain(storage.keepHistory()));
    plain.put("keep_bytes", storage.keepBytes());
    plain.put("keep_failed", plain(storage.keepFailed()));
    plain.put("keep_dead_letters", plain(storage.keepDeadLetters()));
    plain.put("keep_audit", plain(storage.keepAudit()));
    return JsonWriting.text(plain);
  }

  /** A value of a setting of the storage as SQL writes it as text: times in seconds. */
  static Object storageValue(String name, String text) {
    return name.endsWith("_bytes") ? (Object) Long.valueOf(text) : time(text);
  }

  /** Those of several queues, by queue. */
  static String writeAll(Map<String, QueueSettings> queues) {
    Map<String, Object> all = new LinkedHashMap<>();
    queues.forEach((queue, settings) -> all.put(queue, plain(settings.values())));
    return JsonWriting.text(all);
  }

  private static Map<String, @Nullable Object> plain(
      Map<QueueSetting, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    values.forEach((setting, value) -> plain.put(setting.toString(), plain(value)));
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Duration time
        ? BigDecimal.valueOf(time.toMillis()).movePointLeft(3)
        : value;
  }

  /** What somebody of another version has written may hold settings that nobody knows here. */
  static QueueSettings read(String json) {
    return read(PlainJson.read(json));
  }

  static Map<String, QueueSettings> readAll(String json) {
    Map<String, QueueSettings> all = new LinkedHashMap<>();
    if (PlainJson.read(json) instanceof Map<?, ?> queues) {
      queues.forEach((queue, settings) -> all.put(String.valueOf(queue), read(settings)));
    }
    return all;
  }

  private static QueueSettings read(@Nullable Object object) {
    Map<QueueSetting, Object> values = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((name, value) ->
          QueueSetting.of(String.valueOf(name))
              .ifPresent(setting -> take(values, setting, String.valueOf(value))));
    }
    return QueueSettings.of(values);
  }

  /** What somebody has written past the checks of the table counts as not set. */
  private static void take(Map<QueueSetting, Object> values, QueueSetting setting, String text) {
    try {
      values.putAll(QueueSettings.of(Map.of(setting, value(setting, text))).values());
    } catch (IllegalArgumentException e) {
      // not set
    }
  }

  /** A value as SQL writes it as text: times in seconds. */
  static Object value(QueueSetting setting, String text) {
    if (setting.type() == Duration.class) {
      return time(text);
    }
    return setting.type() == Boolean.class
        ? (Object) Boolean.valueOf(text)
        : (Object) Integer.valueOf(text);
  }

  private static Duration time(String seconds) {
    return Duration.ofNanos(new BigDecimal(seconds).movePointRight(9).longValue());
  }

  /** The value of a change; of what is no setting, the text. */
  static @Nullable Object value(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    return QueueSetting.of(name).map(setting -> value(setting, text)).orElse(text);
  }
}
