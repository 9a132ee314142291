package dev.awa.admin.page;

import dev.awa.JobFilter;
import dev.awa.KindStatus;
import dev.awa.QueueSetting;
import dev.awa.QueueStatus;
import dev.awa.StorageStatus;
import java.time.Duration;

/** For how long dead letters are kept, in words. */
final class DeadKept {
  /** It changes when somebody changes a setting. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private DeadKept() {}

  /**
   * Of the dead letters that were searched for. What is set of a kind comes before what is set of a
   * queue, and that before the storage; empty where the visitor may not know, or nobody can tell.
   */
  static String words(Visit visit, JobFilter filter) {
    try {
      return found(visit, filter);
    } catch (Refused e) {
      return "";
    }
  }

  private static String found(Visit visit, JobFilter filter) {
    String kind = filter.kind();
    String queue = filter.queue();
    if (kind != null && !visit.isRestricted()) {
      KindStatus status = visit.get(KindStatus.class, "/kinds/" + Words.segment(kind));
      Duration kept = status.settings().time(QueueSetting.KEEP_DEAD_LETTERS);
      if (kept != null) {
        return "kept for " + Words.span(kept) + ", as is set of their kind";
      }
    }
    if (queue != null) {
      QueueStatus status = visit.get(QueueStatus.class, "/queues/" + Words.segment(queue));
      Duration kept = status.settings().time(QueueSetting.KEEP_DEAD_LETTERS);
      if (kept != null) {
        return "kept for " + Words.span(kept) + ", as is set of their queue";
      }
    }
    StorageStatus storage =
        (StorageStatus) visit.shared("storage-status", "/storage?lanes=0", FRESH).document();
    return "kept for "
        + Words.span(storage.settings().keepDeadLetters())
        + (kind == null || queue == null ? ", unless their kind or queue says otherwise" : "");
  }
}
