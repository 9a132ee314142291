package dev.awa.admin.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request.
 *
 * @param document what the body says; null: there is none
 */
record Answer(int status, Map<String, String> headers, @Nullable Object document) {
  static final String JSON = "application/json";
  static final String PROBLEM = "application/problem+json";

  /** JSON that nobody may keep: it is out of date at once, and may hold arguments. */
  static Answer json(Object document) {
    return new Answer(200, Map.of("Content-Type", JSON, "Cache-Control", "no-store"), document);
  }

  static Answer problem(Problem problem) {
    Answer answer =
        new Answer(
            problem.status(),
            Map.of("Content-Type", PROBLEM, "Cache-Control", "no-store"),
            problem.document());
    return answer.with(problem.headers());
  }

  /** Nothing but headers. */
  static Answer empty(int status) {
    return new Answer(status, Map.of("Cache-Control", "no-store"), null);
  }

  Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, document);
  }

  /** The same with its document written, so that {@link #body} can't fail. */
  Answer written() {
    return new Answer(status, headers, body());
  }

  /** The document as JSON; empty when there is none. */
  String body() {
    return switch (document) {
      case null -> "";
      case String text -> text;
      default -> Wire.JSON.writeValueAsString(document);
    };
  }
}
