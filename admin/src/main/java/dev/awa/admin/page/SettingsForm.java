package dev.awa.admin.page;

import dev.awa.Overwritten;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.admin.ChangedKind;
import dev.awa.admin.ChangedQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a queue or a kind as somebody has sent them. The form has each as the page showed
 * it, too: what was not touched is left as it is, and whoever overwrites what somebody else has set
 * since is told so.
 *
 * @param thing {@code queue} or {@code kind}
 * @param name of it
 * @param place its page, from this one
 */
record SettingsForm(String thing, String name, String place, List<Lost> lost, Now now) {
  /**
   * A setting that was another than the form showed.
   *
   * @param shown what the form showed
   * @param change what was overwritten, and what it is now
   */
  record Lost(String shown, Overwritten change) {
    String setting() {
      return change.setting().toString();
    }

    String shownValue() {
      return shown.isEmpty() ? "not set" : shown;
    }

    String before() {
      return QueuePage.value(change.before());
    }

    String after() {
      return QueuePage.value(change.after());
    }
  }

  /** Those that a page lets people change, as they are set now. */
  static List<SettingField> settings(List<QueueSetting> some, QueueSettings set) {
    return some.stream()
        .map(one -> new SettingField(one, QueuePage.typed(set.values().get(one))))
        .toList();
  }

  /** Changes those that differ from what the page showed; an empty one is taken back. */
  static Page ofQueue(Visit visit, Fields form) {
    return act(
        visit,
        form,
        "queue",
        target -> {
          ChangedQueue changed = (ChangedQueue) visit.change("PATCH", target, body(form));
          return new Change(changed.queue(), changed.changed());
        });
  }

  /** The same of a kind. */
  static Page ofKind(Visit visit, Fields form) {
    return act(
        visit,
        form,
        "kind",
        target -> {
          ChangedKind changed = (ChangedKind) visit.change("PATCH", target, body(form));
          return new Change(changed.kind(), changed.changed());
        });
  }

  /** What was changed, and of what. */
  private record Change(String name, List<Overwritten> changed) {}

  private static Page act(
      Visit visit, Fields form, String thing, Function<String, Change> changing) {
    String segment = visit.segment(1);
    if (body(form).isEmpty()) {
      return Page.elsewhere(segment + "?done=" + word(thing));
    }
    Change done = changing.apply("/" + thing + "s/" + segment + "/settings");
    List<Lost> lost =
        done.changed().stream()
            .map(one -> new Lost(shown(form, one.setting()), one))
            .filter(one -> !one.shown().equals(QueuePage.typed(one.change().before())))
            .toList();
    if (lost.isEmpty()) {
      return Page.elsewhere(segment + "?done=" + word(thing));
    }
    SettingsForm page =
        new SettingsForm(thing, done.name(), Words.segment(done.name()), lost, visit.now());
    return Page.of(
        "What was overwritten",
        thing + "s",
        out -> JteoverwrittenGenerated.render(out, null, page));
  }

  /** What is said of it afterwards. */
  private static String word(String thing) {
    return thing.equals("queue") ? "set" : thing + "-set";
  }

  private static String shown(Fields form, QueueSetting setting) {
    return form.get("shown." + setting);
  }

  private static Map<String, @Nullable Object> body(Fields form) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    for (QueueSetting setting : QueueSetting.values()) {
      String typed = SettingField.sent(form, setting.toString());
      if (form.has("set." + setting) && !typed.equals(shown(form, setting))) {
        body.put(setting.toString(), typed.isEmpty() ? null : json(setting, typed));
      }
    }
    return body;
  }

  /** A number is one in JSON too; what is none is left to the API, which says why not. */
  private static Object json(QueueSetting setting, String text) {
    if (setting.type() == Boolean.class && List.of("true", "false").contains(text)) {
      return Boolean.valueOf(text);
    }
    boolean isNumber = setting.type() == Integer.class && text.matches("[0-9]{1,9}");
    return isNumber ? Integer.valueOf(text) : text;
  }
}
