package dev.awa.admin.page;

import dev.awa.Action;
import dev.awa.KnownWorker;
import dev.awa.QueueStatus;
import dev.awa.admin.Documents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operation would do, before it is submitted.
 *
 * @param action the verb
 * @param filter which jobs, as text; empty: all
 * @param jobs how many it would treat, or at least so many
 * @param isExact whether all were counted
 * @param typed what was typed into the form before
 */
record NewOperationPage(
    String action,
    String filter,
    long jobs,
    boolean isExact,
    List<JobRow> sample,
    List<String> warnings,
    Fields typed,
    @Nullable String refusal,
    Now now) {
  private static final String QUEUE = "queue";

  private static final List<String> ACTIONS =
      Stream.of(Action.Verb.values()).map(Action.Verb::word).toList();

  static Page of(Visit visit) {
    return of(visit, visit.query());
  }

  @SuppressWarnings("unchecked") // the route says so
  private static Page of(Visit visit, Fields asked) {
    String action = asked.get("action");
    if (!ACTIONS.contains(action)) {
      throw Refused.of(
          400, "There is no such action", "It must be one of " + String.join(", ", ACTIONS) + ".");
    }
    String filter = asked.get("q");
    String queue = asked.find(QUEUE);
    Map<String, Object> preview =
        visit.map(
            "/operations/preview?action="
                + action
                + (filter.isEmpty() ? "" : "&filter=" + Words.query(filter))
                + (queue == null ? "" : "&to_queue=" + Words.query(queue)));
    List<Map<String, Object>> sample = (List<Map<String, Object>>) Facts.of(preview, "sample");
    NewOperationPage page =
        new NewOperationPage(
            action,
            filter,
            ((Number) Facts.of(preview, "jobs")).longValue(),
            (Boolean) Facts.of(preview, "exact"),
            sample.stream().map(JobRow::of).toList(),
            (List<String>) Facts.of(preview, "warnings"),
            asked,
            refusal(visit, action),
            visit.now());
    return Page.of(
        page.title(), "operations", out -> JtenewoperationGenerated.render(out, null, page));
  }

  private static @Nullable String refusal(Visit visit, String action) {
    boolean isTooMuch = action.equals("delete") && !visit.me().role().equals("administer");
    return isTooMuch
        ? "Your role, " + visit.me().role() + ", does not include deleting."
        : visit.refusal("operation-submit");
  }

  String verb() {
    return action.equals(Action.Verb.MOVE_TO_DEAD_LETTERS.word())
        ? "Make dead letters of"
        : Words.sentence(action + " ").strip().replace(".", "").strip();
  }

  String number() {
    return (isExact ? "" : "at least ") + Words.count(jobs, "job");
  }

  String title() {
    return verb() + " " + number() + "?";
  }

  /** Whether jobs may get another queue, priority or time on the way. */
  boolean mayChange() {
    return action.equals("edit") || action.equals("retry");
  }

  /** Whether it takes something away from jobs. */
  boolean isDangerous() {
    return action.equals("cancel") || action.equals("delete");
  }

  /** Whether that is all that is done. */
  boolean isEdit() {
    return action.equals("edit");
  }

  /** The states whose jobs it treats, in words. */
  String treats() {
    return Stream.of(Action.Verb.values())
        .filter(verb -> verb.word().equals(action))
        .flatMap(verb -> verb.treats().stream())
        .map(state -> state.word())
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /** Whether jobs would go to a queue from which nobody takes, and nobody has been told so. */
  private static boolean isToBeWarned(Visit visit, @Nullable String queue, Fields form) {
    if (queue == null || queue.equals(form.find("warned"))) {
      return false;
    }
    QueueStatus status = visit.get(QueueStatus.class, "/queues/" + Words.segment(queue));
    return status.workers().stream().noneMatch(KnownWorker::lives);
  }

  static Page act(Visit visit, Fields form) {
    Typed.require(form);
    if (isToBeWarned(visit, form.find(QUEUE), form)) {
      return of(visit, form);
    }
    String reason = form.find("reason");
    if (reason == null) {
      throw Refused.of(400, "Nothing was done", "Say why: the reason is kept.");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("action", form.get("action"));
    body.put("reason", reason);
    String filter = form.get("q");
    if (filter.isEmpty()) {
      body.put("all", true);
    } else {
      body.put("filter", filter);
    }
    for (String name : List.of(QUEUE, "run_at")) {
      JobDeeds.put(body, name, form.find(name));
    }
    for (String name : List.of("priority", "max_attempts")) {
      JobDeeds.put(body, name, JobDeeds.number(form.find(name)));
    }
    Object submitted = visit.change("POST", "/operations", body);
    long id = Documents.JSON.valueToTree(submitted).path("id").asLong();
    return Page.elsewhere(id + "?done=submitted");
  }
}
