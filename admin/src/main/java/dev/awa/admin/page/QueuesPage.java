package dev.awa.admin.page;

import dev.awa.QueueReading;
import dev.awa.admin.StatsDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All queues, a page of them by name.
 *
 * @param heading what the table has, in words
 * @param refusal why the visitor can't pause queues, in words; null: they can
 * @param next the name after which the next page begins; null: this is the last
 */
record QueuesPage(
    String heading,
    List<QueueRow> rows,
    Sparks sparks,
    Now now,
    @Nullable String next,
    boolean isLater,
    @Nullable String refusal) {
  private static final int ROWS = 100;

  static Page of(Visit visit) {
    TimeRange range = TimeRange.of(visit.query());
    String after = visit.query().find("after");
    Counts counts = visit.counts();
    StatsDocument shown = after == null ? first(counts) : later(visit, after);
    String heading = after == null ? heading(counts) : heading(shown);
    List<QueueRow> rows = QueueRow.of(visit, shown.queues(), counts);
    QueuesPage page =
        new QueuesPage(
            heading,
            rows,
            Sparks.of(visit, range, rows),
            visit.now(counts.at()),
            shown.next(),
            after != null,
            visit.refusal("queue-pause"));
    return Page.of("Queues", "queues", out -> JtequeuesGenerated.render(out, null, page));
  }

  /** Pauses or resumes a queue of the list. */
  static Page act(Visit visit, Fields form) {
    String queue = form.get("queue");
    if (queue.isEmpty()) {
      throw Typed.unknown();
    }
    String target = "/queues/" + Words.segment(queue);
    String done =
        switch (form.get("do")) {
          case "pause" -> QueuePage.paused(visit, target, form);
          case "resume" -> {
            visit.change("POST", target + "/resume", Map.of());
            yield "resumed";
          }
          default -> throw Typed.unknown();
        };
    String after = visit.query().find("after");
    return Page.elsewhere(
        "queues?done=" + done + (after == null ? "" : "&after=" + Words.query(after)));
  }

  private static StatsDocument first(Counts counts) {
    List<QueueReading> all = counts.queues();
    return all.size() > ROWS
        ? StatsDocument.of(all.subList(0, ROWS), true)
        : new StatsDocument(all, counts.next());
  }

  private static StatsDocument later(Visit visit, String after) {
    return visit.get(StatsDocument.class, "/stats?limit=" + ROWS + "&after=" + Words.query(after));
  }

  private static String heading(Counts counts) {
    int all = counts.queues().size();
    return all <= ROWS && counts.isAll()
        ? Words.count(all, "queue")
        : "The first " + Math.min(all, ROWS) + " of " + counts.number() + " queues";
  }

  private static String heading(StatsDocument later) {
    return (later.next() == null ? "The last " : "A page of ")
        + Words.count(later.queues().size(), "queue");
  }
}
