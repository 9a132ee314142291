package dev.awa.admin.page;

import dev.awa.Enqueued;
import dev.awa.admin.Units;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A form for a job; with {@code of} it is filled like another job, whose clone it makes. When the
 * job is refused the form comes back as it was typed.
 *
 * @param values what its fields are filled with; a field without one is empty
 * @param isClone whether it is filled like another job
 * @param isEncrypted whether the arguments of that job are encrypted
 * @param refusal why the visitor can't enqueue; null: they can
 * @param wrong why the job was refused; null: it has not been sent yet
 */
record NewJobPage(
    Map<String, String> values,
    boolean isClone,
    boolean isEncrypted,
    List<String> queues,
    @Nullable String refusal,
    @Nullable Refused wrong,
    Now now) {
  private static final String MASK = "\"***\"";

  /** Fields that are text in the form and in the request. */
  private static final List<String> TEXTS =
      List.of("kind", "queue", "delay", "run_at", "deadline", "ordering_key");

  private static final List<String> NUMBERS = List.of("priority", "max_attempts", "version");
  private static final List<String> JSON = List.of("args", "metadata");
  private static final List<String> LISTS = List.of("tags", "masked");

  /** Fields of the unique rule; a clone has none of them. */
  private static final List<String> UNIQUE =
      List.of("unique_by", "unique_fields", "unique_key", "unique_queue", "unique_period");

  private static final List<String> NOT_CLONED = List.of("run_at");

  static Page of(Visit visit) {
    String id = visit.query().find("of");
    return id == null || !id.matches("[0-9]{1,19}")
        ? of(visit, Map.of(), Map.of(), null)
        : cloneOf(visit, visit.map("/jobs/" + id));
  }

  private static Page cloneOf(Visit visit, Map<String, Object> job) {
    Map<String, String> values = new LinkedHashMap<>();
    fields()
        .filter(field -> !UNIQUE.contains(field) && !NOT_CLONED.contains(field))
        .forEach(field -> values.put(field, value(job, field)));
    return of(visit, job, values, null);
  }

  /** The form once more, as it was typed. */
  private static Page again(Visit visit, Fields form, Refused wrong) {
    Map<String, String> values = new LinkedHashMap<>();
    fields().forEach(field -> values.put(field, form.exact(field)));
    return of(visit, Map.of(), values, wrong).withStatus(wrong.status());
  }

  private static Page of(
      Visit visit, Map<String, Object> job, Map<String, String> values, @Nullable Refused wrong) {
    NewJobPage page =
        new NewJobPage(
            values,
            !job.isEmpty(),
            job.containsKey("encrypted"),
            visit.counts().queues().stream().map(one -> one.stats().queue()).limit(200).toList(),
            visit.refusal("job-enqueue"),
            wrong,
            visit.now());
    return Page.of("New job", "jobs", out -> JtenewjobGenerated.render(out, null, page));
  }

  private static Stream<String> fields() {
    return Stream.of(TEXTS, NUMBERS, JSON, LISTS, UNIQUE).flatMap(List::stream);
  }

  /** What a field of a clone is filled with; empty where the job has no such thing. */
  private static String value(Map<String, Object> job, String field) {
    if (field.equals("deadline")) {
      return job.get("deadline_ms") instanceof JsonNode millis
          ? Units.words(Duration.ofMillis(millis.asLong()))
          : "";
    }
    if (JSON.contains(field)) {
      return JobRow.compact(job.get(field));
    }
    if (LISTS.contains(field) && job.get(field) instanceof JsonNode list) {
      return String.join(", ", list.valueStream().map(JsonNode::asString).toList());
    }
    return job.get(field) instanceof JsonNode node ? node.asString() : Facts.text(job, field);
  }

  /** What a field is filled with. */
  String value(String field) {
    return values.getOrDefault(field, "");
  }

  /** Whether something is filled in that few jobs have. */
  boolean isSpecial() {
    return Stream.of("version", "masked", "deadline", "ordering_key", "metadata")
        .anyMatch(field -> !value(field).isEmpty());
  }

  /** Whether a unique rule was chosen. */
  boolean isUnique() {
    return UNIQUE.stream().anyMatch(field -> !value(field).isEmpty());
  }

  /** Whether something is hidden that a clone would not have. */
  boolean isMasked() {
    return JSON.stream().anyMatch(field -> value(field).contains(MASK));
  }

  static Page act(Visit visit, Fields form) {
    try {
      Enqueued enqueued = (Enqueued) visit.change("POST", "/jobs", body(form));
      String done = enqueued.duplicate() ? "duplicate" : "enqueued";
      return Page.elsewhere("jobs/" + enqueued.id() + "?done=" + done);
    } catch (Refused e) {
      if (e.status() != 400) {
        throw e;
      }
      return again(visit, form, e);
    }
  }

  private static Map<String, Object> body(Fields form) {
    Map<String, Object> body = new LinkedHashMap<>();
    TEXTS.forEach(name -> JobDeeds.put(body, name, form.find(name)));
    NUMBERS.forEach(name -> JobDeeds.put(body, name, JobDeeds.number(form.find(name))));
    JSON.forEach(name -> JobDeeds.put(body, name, JobDeeds.json(name, form.find(name))));
    LISTS.forEach(name -> JobDeeds.put(body, name, list(form.get(name))));
    JobDeeds.put(body, "unique", unique(form));
    return body;
  }

  /** The rule as the API takes it; null when none was chosen. */
  private static @Nullable Map<String, Object> unique(Fields form) {
    Map<String, Object> rule = new LinkedHashMap<>();
    switch (form.get("unique_by")) {
      case "" -> {
        return nothing(form);
      }
      case "kind" -> {}
      case "args" -> rule.put("args", true);
      case "fields" -> rule.put("args", fields(form));
      default -> throw Typed.unknown();
    }
    JobDeeds.put(rule, "key", form.find("unique_key"));
    if (form.find("unique_queue") != null) {
      rule.put("queue", true);
    }
    String period = form.find("unique_period");
    if (period != null) {
      rule.put("period", seconds(period));
      rule.put("hold", List.of("completed"));
    }
    return rule;
  }

  /** No rule; refused when parts of one were typed. */
  private static @Nullable Map<String, Object> nothing(Fields form) {
    if (UNIQUE.stream().anyMatch(field -> form.find(field) != null)) {
      throw Refused.of(
          400, "Nothing was done", "Unique: choose by what, or leave its other fields empty.");
    }
    return null;
  }

  private static List<String> fields(Fields form) {
    List<String> named = list(form.get("unique_fields"));
    if (named == null) {
      throw Refused.of(400, "Nothing was done", "Unique: name the fields of the arguments.");
    }
    return named;
  }

  private static long seconds(String period) {
    return Units.time(period)
        .orElseThrow(() ->
            Refused.of(
                400,
                "Nothing was done",
                "Unique: once per must be " + Units.TIMES + ", got " + Words.cut(period, 40)))
        .toSeconds();
  }

  /** What stands between commas; null when nothing does. */
  private static @Nullable List<String> list(String text) {
    List<String> all =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .toList();
    return all.isEmpty() ? null : all;
  }
}
