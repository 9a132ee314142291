package dev.awa.admin.page;

import dev.awa.admin.http.Reply;
import java.util.Map;

/** That a page can't be shown or an action not be done: what, why, and what to do. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<?, ?> problem;

  private Refused(int status, Map<?, ?> problem) {
    super(String.valueOf(problem.get("detail")));
    this.status = status;
    this.problem = problem;
  }

  /** What the API has refused. */
  static Refused of(Reply reply) {
    return new Refused(
        reply.status(), reply.document() instanceof Map<?, ?> problem ? problem : Map.of());
  }

  static Refused of(int status, String title, String detail) {
    return new Refused(status, Map.of("title", title, "detail", detail));
  }

  static Refused of(int status, String title, String detail, String todo) {
    return new Refused(status, Map.of("title", title, "detail", detail, "todo", todo));
  }

  int status() {
    return status;
  }

  String title() {
    return text("title");
  }

  String detail() {
    return Words.sentence(text("detail"));
  }

  /** Empty where it is advice for programs. */
  String todo() {
    String todo = text("todo");
    return todo.contains("/api/") ? "" : Words.sentence(todo);
  }

  /** Empty when it was not the database. */
  String sqlState() {
    return text("sqlstate");
  }

  private String text(String name) {
    Object text = problem.get(name);
    return text == null ? "" : text.toString();
  }
}
