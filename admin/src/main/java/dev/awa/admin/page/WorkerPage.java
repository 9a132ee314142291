package dev.awa.admin.page;

import dev.awa.KnownWorker;
import dev.awa.QueueSettings;

/** What does one worker do, and does it live? */
record WorkerPage(KnownWorker worker, RunningJobs running, Now now) {
  static Page of(Visit visit) {
    KnownWorker worker = visit.get(KnownWorker.class, "/workers/" + visit.segment(1));
    WorkerPage page = new WorkerPage(worker, RunningJobs.of(visit, worker), visit.now());
    return Page.of(worker.name(), "workers", out -> JteworkerGenerated.render(out, null, page));
  }

  /** The settings that a queue of it has on it now, in words. */
  String runsWith(String queue) {
    QueueSettings settings = worker.runsWith().getOrDefault(queue, QueueSettings.none());
    return settings.values().isEmpty() ? "has not said" : KindsPage.settings(settings);
  }
}
