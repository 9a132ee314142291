package dev.awa.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Limits;
import dev.awa.QueueSetting;
import dev.awa.StorageSettings;
import dev.awa.lab.Page;
import dev.awa.worker.WorkerConfig;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/settings.md has every setting: what it means from its Javadoc, its default from
 * the class, its range by trying. To write it anew: {@code -Dawa.page.update=true}.
 */
final class SettingsPageTest {
  private static final String PAGE = "docs/reference/settings.md";

  @Test
  void thePageHasTheSettingsOfAWorker() throws Exception {
    Page.of(PAGE).has("worker", settings(WorkerConfig.defaults(), "worker/WorkerConfig"));
  }

  @Test
  void thePageHasTheSettingsOfTheStorage() throws Exception {
    Page.of(PAGE).has("storage", settings(StorageSettings.defaults(), "StorageSettings"));
  }

  @Test
  void thePageHasTheSettingsOfAQueue() throws Exception {
    Rows rows = Rows.of("setting", "allowed", "what it is");
    Source source = Source.of("QueueSetting");
    for (QueueSetting setting : QueueSetting.values()) {
      rows.add(
          "`" + setting + "`",
          allowed(setting),
          Source.words(source.docOf(setting.name() + "[(,;]")));
    }
    Page.of(PAGE).has("queue", rows.toString());
  }

  private static String allowed(QueueSetting setting) {
    return setting.least() == null
        ? "true, false"
        : shown("", setting.least()) + " to " + shown("", setting.most());
  }

  /** The settings of a class that has {@code x()} and {@code withX(value)}. */
  private static String settings(Object defaults, String source) throws Exception {
    Rows rows = Rows.of("setting", "default", "allowed", "what it is");
    int count = 0;
    for (String name : names(Source.of(source))) {
      Method getter = defaults.getClass().getMethod(name);
      String words = Source.words(Source.of(source).docOf("public [\\w@ ]+ " + name + "\\(\\)"));
      rows.add(
          "`" + name + "`",
          shown(name, getter.invoke(defaults)),
          range(defaults, name, getter),
          words);
      count++;
    }
    assertThat(count).isGreaterThan(5);
    return rows.toString();
  }

  /** In the order of the source: what can be changed with {@code withX}. */
  private static List<String> names(Source source) {
    return Pattern.compile("public \\w+ with(\\w+)\\(")
        .matcher(source.text())
        .results()
        .map(found ->
            found.group(1).substring(0, 1).toLowerCase(Locale.ROOT) + found.group(1).substring(1))
        .toList();
  }

  private static String shown(String name, @Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Duration time -> Range.words(time);
      case Long bytes -> Range.bytes(bytes);
      default -> name.equals("name") ? "pid@host" : value.toString();
    };
  }

  private static String range(Object defaults, String name, Method getter) throws Exception {
    Method with =
        defaults
            .getClass()
            .getMethod(
                "with" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                getter.getReturnType());
    Object value = getter.invoke(defaults);
    if (getter.getReturnType() == Duration.class) {
      Duration inside = value == null ? Duration.ofSeconds(1) : (Duration) value;
      return Range.ofDurations(inside, time -> isTaken(defaults, with, time)).durations();
    }
    if (getter.getReturnType() == boolean.class) {
      return "true, false";
    }
    return getter.getReturnType() == long.class
        ? Range.ofNumbers((Long) value, bytes -> isTaken(defaults, with, bytes)).bytes()
        : "1 to 200 characters";
  }

  /** Whether the class takes it, beside the defaults of all others. */
  private static boolean isTaken(Object defaults, Method with, Object value) {
    try {
      Object changed = with.invoke(defaults, value);
      if (changed instanceof StorageSettings settings) {
        settings.check();
      }
      return true;
    } catch (InvocationTargetException e) {
      assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
      return false;
    } catch (IllegalArgumentException e) {
      return false;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thePageHasTheLimits() throws Exception {
    Rows rows = Rows.of("constant of `Limits`", "value", "what it is");
    Source source = Source.of("Limits");
    for (Field field : Limits.class.getFields()) {
      assertThat(Modifier.isStatic(field.getModifiers())).isTrue();
      String words =
          Source.words(source.docOf("public static final \\w+ " + field.getName() + " "));
      rows.add("`" + field.getName() + "`", value(field), words);
    }
    Page.of(PAGE).has("limits", rows.toString());
  }

  private static String value(Field field) throws IllegalAccessException {
    Object value = field.get(null);
    if (value instanceof Duration time) {
      return Range.words(time);
    }
    boolean isBytes = field.getName().endsWith("_BYTES");
    return isBytes ? Range.bytes(((Number) value).longValue()) : String.valueOf(value);
  }

  @Test
  void thePageHasWhatAWorkerIsMadeOf() {
    Source builder = Source.of("worker/Worker");
    Rows rows = Rows.of("call", "what it does");
    List<String> calls =
        Pattern.compile("public (?:<[^(]*> )?(?:Builder|Worker|InlineWorker) (\\w+\\([^)]*\\))")
            .matcher(builder.text())
            .results()
            .map(found -> found.group(1))
            .toList();
    for (String call : calls) {
      String doc = builder.docOf("public [^({;]*" + Pattern.quote(call));
      rows.add("`" + call.replaceAll("\\s+", " ").replace("( ", "(") + "`", Source.words(doc));
    }
    assertThat(calls).hasSizeGreaterThan(8);
    Page.of(PAGE).has("builder", rows.toString());
  }
}
