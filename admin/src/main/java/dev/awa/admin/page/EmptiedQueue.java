package dev.awa.admin.page;

import dev.awa.PurgedQueue;
import dev.awa.admin.DrainedQueue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of all that waited in a queue.
 *
 * @param place the page of the queue, from this one
 * @param verdict how many jobs, and what was done with them, in words
 * @param after what holds now, in words
 * @param jobs where they are found, from this page; null: nowhere any more
 */
record EmptiedQueue(
    String queue, String place, String verdict, String after, @Nullable String jobs) {
  static Page drained(Visit visit, Fields form) {
    Typed.require(form);
    DrainedQueue drained =
        (DrainedQueue)
            visit.change(
                "POST", "/queues/" + visit.segment(1) + "/drain", Typed.reason(form, "drain"));
    String filter = "queue:" + FilterWords.quoted(drained.queue()) + " state:cancelled";
    return page(
        drained.queue(),
        Words.count(drained.cancelled(), "job") + " cancelled",
        "What runs, runs on. Cancelled jobs can be retried while they are kept.",
        "../jobs?q=" + Words.query(filter));
  }

  static Page purged(Visit visit, Fields form) {
    Typed.require(form);
    PurgedQueue purged =
        (PurgedQueue) visit.change("POST", "/queues/" + visit.segment(1) + "/purge", Map.of());
    return page(
        purged.queue(),
        Words.count(purged.jobs(), "job") + " taken away",
        Words.count(purged.available())
            + " were available, "
            + Words.count(purged.scheduled())
            + " scheduled, "
            + Words.count(purged.retryable())
            + " retryable. Nothing is kept of them. What runs, runs on.",
        null);
  }

  private static Page page(String queue, String verdict, String after, @Nullable String jobs) {
    EmptiedQueue page = new EmptiedQueue(queue, Words.segment(queue), verdict, after, jobs);
    return Page.of("What was done", "queues", out -> JteemptiedGenerated.render(out, null, page));
  }
}
