package dev.awa.admin.page;

import dev.awa.Action;
import dev.awa.JobState;
import dev.awa.admin.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is done with the jobs that were selected. */
final class ManyJobs {
  private ManyJobs() {}

  /** What the API calls it when failed jobs become dead letters. */
  private static final String MOVE = Action.Verb.MOVE_TO_DEAD_LETTERS.word();

  /** Those that do something to dead letters. */
  static List<Deed> ofDeadLetters(Visit visit) {
    return deeds(visit, JobState.FAILED).stream()
        .filter(deed -> !deed.id().equals("move"))
        .toList();
  }

  /** Those that do something to jobs in a state; null: any. */
  static List<Deed> deeds(Visit visit, @Nullable JobState state) {
    List<Deed> deeds = new ArrayList<>();
    if (treats(Action.Verb.RETRY, state)) {
      deeds.add(
          Deed.of(visit, "job-retry-many", "retry", "Retry", "Retry the selected jobs?").first());
    }
    if (treats(Action.Verb.EDIT, state)) {
      deeds.add(Deed.of(visit, "operation-submit", "edit", "Edit", "Edit the selected jobs?"));
    }
    if (state != null && treats(Action.Verb.MOVE_TO_DEAD_LETTERS, state)) {
      deeds.add(
          Deed.of(visit, "dead-letters-move", "move", "Make dead letters", "Make dead letters?"));
    }
    if (treats(Action.Verb.CANCEL, state)) {
      deeds.add(
          Deed.of(visit, "job-cancel-many", "cancel", "Cancel", "Cancel the selected jobs?")
              .dangerous());
    }
    if (treats(Action.Verb.DELETE, state)) {
      deeds.add(
          Deed.of(visit, "job-delete-many", "delete", "Delete", "Delete the selected jobs?")
              .dangerous());
    }
    return deeds;
  }

  private static boolean treats(Action.Verb verb, @Nullable JobState state) {
    return state == null || verb.treats().contains(state);
  }

  /** What a deed means for each job. */
  static String effect(String deed) {
    return switch (deed) {
      case "retry" ->
          "Failed and cancelled ones run again at once, with their ids, their errors and all their"
              + " attempts. Others are left alone.";
      case "edit" ->
          "Those that wait get another queue, priority or time, as the next page asks; it says how"
              + " many they are. Others are left alone.";
      case "move" ->
          "Failed ones that are no dead letters become some: they are listed with these, and kept"
              + " for as long. Others are left alone.";
      case "cancel" ->
          "Those that wait end as cancelled; those that run are told to stop. Cancelled jobs can be"
              + " retried while they are kept.";
      default ->
          "Finished ones are deleted with their arguments and errors. Others are left alone. There"
              + " is no undo.";
    };
  }

  static Page act(Visit visit, Fields form) {
    String deed = form.get("do");
    if (!List.of("retry", "edit", "move", "cancel", "delete").contains(deed)) {
      throw Typed.unknown();
    }
    if (form.find("every") != null) {
      return Page.elsewhere(
          "operations/new?action="
              + (deed.equals("move") ? MOVE : deed)
              + "&q="
              + Words.query(form.get("every_of")));
    }
    List<String> ids = form.all("id");
    if (ids.isEmpty()) {
      throw Refused.of(400, "Nothing was done", "Select a job first.");
    }
    if (deed.equals("edit")) {
      return Page.elsewhere("operations/new?action=edit&q=" + Words.query(only(ids, form)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ids", ids.stream().map(ManyJobs::id).toList());
    if (deed.equals("cancel")) {
      body.putAll(Typed.reason(form, "cancel"));
    }
    String target = deed.equals("move") ? "/dead-letters/move" : "/jobs/" + deed;
    Object verdicts = visit.change("POST", target, body);
    return verdicts(Documents.JSON.valueToTree(verdicts), visit);
  }

  /** The filter of the selected ones: who is let into some queues has to name one. */
  private static String only(List<String> ids, Fields form) {
    List<Long> known = ids.stream().map(ManyJobs::id).toList();
    String queue =
        FilterWords.terms(form.get("every_of")).stream()
            .filter(term -> term.startsWith("queue:"))
            .findFirst()
            .map(term -> term + " ")
            .orElse("");
    return queue + "id:" + known.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refused.of(400, "Nothing was done", "An id must be a number.");
    }
  }

  /** The list from which the form was sent. */
  private static String back(Visit visit) {
    String query = visit.request().query();
    return visit.segment(0) + (query == null ? "" : "?" + query);
  }

  /** Jobs with the same verdict, in the same words, are told together. */
  private static Page verdicts(JsonNode answer, Visit visit) {
    Map<Verdict, List<Long>> jobs = new LinkedHashMap<>();
    answer.forEach(one ->
        jobs.computeIfAbsent(Verdict.of(one), ignored -> new ArrayList<>())
            .add(one.get("id").asLong()));
    return Page.of(
        "What was done",
        visit.segment(0),
        out -> JteverdictsGenerated.render(out, null, jobs, back(visit)));
  }
}
