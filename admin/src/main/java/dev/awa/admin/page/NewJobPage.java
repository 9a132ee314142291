package dev.awa.admin.page;

import dev.awa.Enqueued;
import dev.awa.admin.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A form for a job; with {@code of} it is filled like another job, whose clone it makes.
 *
 * @param like the document of that job; empty: there is none
 * @param refusal why the visitor can't enqueue; null: they can
 */
record NewJobPage(
    Map<String, Object> like, List<String> queues, @Nullable String refusal, Instant now) {
  private static final String MASK = "\"***\"";

  /** Fields that are text in the form and in the request. */
  private static final List<String> TEXTS =
      List.of("kind", "queue", "delay", "deadline", "ordering_key");

  private static final List<String> NUMBERS = List.of("priority", "max_attempts", "version");
  private static final List<String> JSON = List.of("args", "metadata");
  private static final List<String> LISTS = List.of("tags", "masked");

  static Page of(Visit visit) {
    NewJobPage page =
        new NewJobPage(
            like(visit),
            visit.counts().queues().stream().map(one -> one.stats().queue()).limit(200).toList(),
            visit.refusal("job-enqueue"),
            Instant.now());
    return Page.of("New job", "jobs", out -> JtenewjobGenerated.render(out, null, page));
  }

  private static Map<String, Object> like(Visit visit) {
    String id = visit.query().find("of");
    return id == null || !id.matches("[0-9]{1,19}") ? Map.of() : visit.map("/jobs/" + id);
  }

  /** What a field is filled with; empty where the other job has no such thing. */
  String value(String field) {
    if (field.equals("deadline")) {
      return like.get("deadline_ms") instanceof JsonNode millis
          ? Units.words(Duration.ofMillis(millis.asLong()))
          : "";
    }
    if (JSON.contains(field)) {
      return JobRow.compact(like.get(field));
    }
    if (LISTS.contains(field) && like.get(field) instanceof JsonNode list) {
      return String.join(", ", list.valueStream().map(JsonNode::asString).toList());
    }
    return like.get(field) instanceof JsonNode node ? node.asString() : Facts.text(like, field);
  }

  boolean isClone() {
    return !like.isEmpty();
  }

  /** Whether the other job has what few jobs have. */
  boolean isSpecial() {
    return Stream.of("version", "masked", "deadline", "ordering_key", "metadata")
        .anyMatch(field -> !value(field).isEmpty());
  }

  boolean isEncrypted() {
    return like.containsKey("encrypted");
  }

  /** Whether something is hidden that a clone would not have. */
  boolean isMasked() {
    return JSON.stream().anyMatch(field -> value(field).contains(MASK));
  }

  static Page act(Visit visit, Fields form) {
    Map<String, Object> body = new LinkedHashMap<>();
    TEXTS.forEach(name -> JobDeeds.put(body, name, form.find(name)));
    NUMBERS.forEach(name -> JobDeeds.put(body, name, JobDeeds.number(form.find(name))));
    JSON.forEach(name -> JobDeeds.put(body, name, JobDeeds.json(form.find(name))));
    LISTS.forEach(name -> JobDeeds.put(body, name, list(form.get(name))));
    Enqueued enqueued = (Enqueued) visit.change("POST", "/jobs", body);
    return Page.elsewhere("jobs/" + enqueued.id() + "?done=enqueued");
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
