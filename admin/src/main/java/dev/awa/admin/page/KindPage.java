package dev.awa.admin.page;

import dev.awa.KindChange;
import dev.awa.KindStatus;
import dev.awa.SettingChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How do jobs of a kind fare, and what is said and set of it?
 *
 * @param history who changed its settings, the newest first
 * @param setRefusal why the visitor can't change settings; null: they can
 */
record KindPage(
    KindStatus status,
    TimingsPanel timings,
    KindFailures failures,
    List<SettingChange> history,
    List<SettingField> settings,
    @Nullable String setRefusal,
    Now now) {
  static Page of(Visit visit) {
    KindStatus status = visit.get(KindStatus.class, "/kinds/" + visit.segment(1));
    KindPage page =
        new KindPage(
            status,
            TimingsPanel.ofKind(visit, status.kind()),
            KindFailures.of(visit, status.kind()),
            visit.list("/kinds/" + visit.segment(1) + "/history?limit=10"),
            SettingsForm.settings(KindChange.SETTINGS, status.settings()),
            visit.refusal("kind-set"),
            visit.now());
    return Page.of(status.kind(), "kinds", out -> JtekindGenerated.render(out, null, page));
  }

  /** The jobs of the kind. */
  String jobs() {
    return "../jobs?q=" + Words.query("kind:" + FilterWords.quoted(status.kind()));
  }

  static Page act(Visit visit, Fields form) {
    if (form.get("do").equals("set")) {
      return SettingsForm.ofKind(visit, form);
    }
    throw Typed.unknown();
  }
}
