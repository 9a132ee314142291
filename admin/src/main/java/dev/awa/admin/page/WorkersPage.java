package dev.awa.admin.page;

import dev.awa.KnownWorker;
import java.util.List;

/** Who works, on what, and what fails again and again. */
record WorkersPage(List<KnownWorker> workers, RunningJobs running, Now now) {
  @SuppressWarnings("unchecked") // the route says so
  static Page of(Visit visit) {
    Samples.Sample sample = visit.shared("worker-list", "/workers");
    WorkersPage page =
        new WorkersPage(
            (List<KnownWorker>) sample.document(), RunningJobs.of(visit), visit.now(sample.at()));
    return Page.of("Workers", "workers", out -> JteworkersGenerated.render(out, null, page));
  }

  long alive() {
    return workers.stream().filter(worker -> worker.alive() && !worker.silent()).count();
  }

  /** Silent is one that may be dead already, while nobody leads who would say so. */
  static String state(KnownWorker worker) {
    return worker.alive() ? (worker.silent() ? "silent" : "alive") : "dead";
  }

  /** The kinds that it handles, in words. */
  static String kinds(KnownWorker worker) {
    List<String> kinds = worker.kinds();
    if (kinds == null) {
      return "has not said";
    }
    return kinds.contains(KnownWorker.EVERY_KIND) ? "every kind" : String.join(", ", kinds);
  }
}
