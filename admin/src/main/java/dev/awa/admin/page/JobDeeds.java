package dev.awa.admin.page;

import dev.awa.Action.Verb;
import dev.awa.JobState;
import dev.awa.admin.Documents;
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
        visit.change("POST", target + "/retry", Map.of());
        yield Page.elsewhere(here + "retried");
      }
      case "cancel" -> {
        visit.change("POST", target + "/cancel", Typed.reason(form, "cancel"));
        yield Page.elsewhere(here + "cancelled");
      }
      case "edit" -> {
        visit.change("PATCH", target, edited(form));
        yield Page.elsewhere(here + "edited");
      }
      case "delete" -> {
        visit.change("DELETE", target, Map.of());
        yield Page.elsewhere("../jobs?done=deleted");
      }
      default -> throw Typed.unknown();
    };
  }

  private static Map<String, Object> edited(Fields form) {
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "queue", form.find("queue"));
    put(body, "delay", form.find("delay"));
    put(body, "priority", number(form.find("priority")));
    put(body, "max_attempts", number(form.find("max_attempts")));
    put(body, "args", json("args", form.find("args")));
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
