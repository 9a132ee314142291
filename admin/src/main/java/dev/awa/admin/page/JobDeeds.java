package dev.awa.admin.page;

import dev.awa.Action.Verb;
import dev.awa.JobState;
import dev.awa.admin.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What can be done to one job. */
final class JobDeeds {
  private JobDeeds() {}

  static List<Deed> of(Visit visit, JobState state) {
    List<Deed> deeds = new ArrayList<>();
    if (Verb.MOVE_TO_DEAD_LETTERS.treats().contains(state)) {
      deeds.add(
          Deed.of(visit, "dead-letters-move", "move", "Make it a dead letter", "Make it one?"));
    }
    deeds.addAll(usual(visit, state));
    return deeds;
  }

  /** Those that every job has, though some say why they can't be done. */
  private static List<Deed> usual(Visit visit, JobState state) {
    return List.of(
        only(Verb.EDIT, state, Deed.of(visit, "job-edit", "edit", "Edit", "Edit it?")),
        only(
            Verb.CANCEL,
            state,
            Deed.of(visit, "job-cancel", "cancel", "Cancel", "Cancel this job?").dangerous()),
        only(
            Verb.DELETE,
            state,
            Deed.of(visit, "job-delete", "delete", "Delete", "Delete this job?").dangerous()),
        only(
            Verb.RETRY,
            state,
            Deed.of(visit, "job-retry", "retry", "Retry", "Retry this job now?").first()));
  }

  private static Deed only(Verb verb, JobState state, Deed deed) {
    return verb.treats().contains(state)
        ? deed
        : new Deed(deed.id(), deed.label(), deed.question(), deed.css(), whyNot(verb, state));
  }

  private static String whyNot(Verb verb, JobState state) {
    String states = verb.treats().stream().map(JobState::word).collect(Collectors.joining(" or "));
    return "The job is " + Words.spaced(state.word()) + ". For this it must be " + states + ".";
  }

  static Page act(Visit visit, Fields form) {
    String target = "/jobs/" + visit.segment(1);
    String here = visit.segment(1) + "?done=";
    return switch (form.get("do")) {
      case "retry" -> {
        visit.change("POST", target + "/retry", changed(form));
        yield Page.elsewhere(here + "retried");
      }
      case "cancel" -> {
        visit.change("POST", target + "/cancel", Typed.reason(form, "cancel"));
        yield Page.elsewhere(here + "cancelled");
      }
      case "edit" -> {
        visit.change("PATCH", target, changed(form));
        yield Page.elsewhere(here + "edited");
      }
      case "move" -> moved(visit, here);
      case "delete" -> {
        visit.change("DELETE", target, Map.of());
        yield Page.elsewhere("../jobs?done=deleted");
      }
      default -> throw Typed.unknown();
    };
  }

  /** One that is a dead letter already is left as it is. */
  private static Page moved(Visit visit, String here) {
    List<Long> ids = List.of(Long.valueOf(visit.segment(1)));
    Object verdicts = visit.change("POST", "/dead-letters/move", Map.of("ids", ids));
    Verdict verdict = Verdict.of(Documents.JSON.valueToTree(verdicts).path(0));
    return switch (verdict.word()) {
      case "moved" -> Page.elsewhere(here + "moved");
      case "not_failed" -> Page.elsewhere(here + "not-moved");
      default ->
          throw Refused.of(
              409, "Nothing was done", Words.spaced(verdict.word()) + ". " + verdict.words());
    };
  }

  /** What is changed of it on the way; what was left empty stays. */
  private static Map<String, Object> changed(Fields form) {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "queue", form.find("queue"));
    put(body, "run_at", form.find("run_at"));
    put(body, "priority", number(form.find("priority")));
    put(body, "max_attempts", number(form.find("max_attempts")));
    Object args = json("args", form.find("args"));
    if (args != null && !args.equals(json("args", form.find("shown_args")))) {
      body.put("args", args);
    }
    return body;
  }

  /** Puts what was typed. */
  static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  /** What is no number is left to the API, which says why not. */
  static @Nullable Object number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : text;
  }

  /** What was typed as JSON in a field; null when nothing was. */
  static @Nullable Object json(String field, @Nullable String text) {
    try {
      return text == null ? null : Documents.JSON.readTree(text);
    } catch (JacksonException e) {
      throw Refused.of(
          400,
          "Nothing was done",
          field
              + ": what was typed is no JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage());
    }
  }
}
