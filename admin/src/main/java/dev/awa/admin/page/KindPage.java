package dev.awa.admin.page;

import dev.awa.Described;
import dev.awa.KindStatus;
import java.util.List;

/** How do jobs of a kind fare, and what is said of it? */
record KindPage(KindStatus status, TimingsPanel timings, KindFailures failures, Now now) {
  static Page of(Visit visit) {
    KindStatus status = visit.get(KindStatus.class, "/kinds/" + visit.segment(1));
    KindPage page =
        new KindPage(
            status,
            TimingsPanel.ofKind(visit, status.kind()),
            KindFailures.of(visit, status.kind()),
            visit.now());
    return Page.of(status.kind(), "kinds", out -> JtekindGenerated.render(out, null, page));
  }

  /** The jobs of the kind. */
  String jobs() {
    return "../jobs?q=" + Words.query("kind:" + FilterWords.quoted(status.kind()));
  }

  List<Described> described() {
    return status.described();
  }

  String settings() {
    return KindsPage.settings(status.settings());
  }
}
