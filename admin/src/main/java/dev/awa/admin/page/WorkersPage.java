package dev.awa.admin.page;

import dev.awa.KnownWorker;
import dev.awa.admin.WorkersDocument;
import java.util.Comparator;
import java.util.List;

/** Who works, on what, and what fails again and again. */
record WorkersPage(List<KnownWorker> workers, RunningJobs running, Now now) {
  static Page of(Visit visit) {
    Samples.Sample sample = read(visit);
    WorkersPage page =
        new WorkersPage(
            newestFirst(((WorkersDocument) sample.document()).workers()),
            RunningJobs.of(visit),
            visit.now(sample.at()));
    return Page.of("Workers", "workers", out -> JteworkersGenerated.render(out, null, page));
  }

  static List<KnownWorker> newestFirst(List<KnownWorker> workers) {
    return workers.stream()
        .sorted(Comparator.comparing(KnownWorker::startedAt).reversed())
        .toList();
  }

  /** A thousand: who has more looks at the others with the API. */
  static Samples.Sample read(Visit visit) {
    return visit.shared("worker-list", "/workers?limit=1000");
  }

  long alive() {
    return workers.stream().filter(KnownWorker::lives).count();
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
