package dev.awa.admin.page;

import dev.awa.Overwritten;
import dev.awa.QueueSetting;
import dev.awa.admin.ChangedQueue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a queue as somebody has sent them. The form has each as the page showed it, too:
 * what was not touched is left as it is, and whoever overwrites what somebody else has set since is
 * told so.
 *
 * @param queue the name of the queue
 * @param place the page of the queue, from this one
 */
record SettingsForm(String queue, String place, List<Lost> lost, Now now) {
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

  /** Changes those that differ from what the page showed; an empty one is taken back. */
  static Page act(Visit visit, Fields form) {
    Map<String, @Nullable Object> body = body(form);
    String segment = visit.segment(1);
    if (body.isEmpty()) {
      return Page.elsewhere(segment + "?done=set");
    }
    ChangedQueue changed =
        (ChangedQueue) visit.change("PATCH", "/queues/" + segment + "/settings", body);
    List<Lost> lost =
        changed.changed().stream()
            .map(one -> new Lost(shown(form, one.setting()), one))
            .filter(one -> !one.shown().equals(QueuePage.typed(one.change().before())))
            .toList();
    if (lost.isEmpty()) {
      return Page.elsewhere(segment + "?done=set");
    }
    SettingsForm page =
        new SettingsForm(changed.queue(), Words.segment(changed.queue()), lost, visit.now());
    return Page.of(
        "What was overwritten", "queues", out -> JteoverwrittenGenerated.render(out, null, page));
  }

  private static String shown(Fields form, QueueSetting setting) {
    return form.get("shown." + setting);
  }

  private static Map<String, @Nullable Object> body(Fields form) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    for (QueueSetting setting : QueueSetting.values()) {
      String typed = form.get("set." + setting);
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
