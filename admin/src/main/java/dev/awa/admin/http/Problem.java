package dev.awa.admin.http;

import dev.awa.AuditEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not answered, as RFC 9457 writes it: what failed, what was found, what to do.
 */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a problem is about; a client tells problems apart by this word. */
  enum Kind {
    BAD_REQUEST(400, "The request can't be understood"),
    NOT_LOGGED_IN(401, "Nobody is logged in"),
    FORBIDDEN(403, "That is not allowed"),
    READ_ONLY(403, "This server changes nothing"),
    NOT_FOUND(404, "There is no such thing"),
    WRONG_METHOD(405, "The path has other methods"),
    NOT_ACCEPTABLE(406, "Answers are JSON"),
    CONFLICT(409, "The state of the thing does not allow that"),
    MAYBE_DONE(409, "Whether it was done is not known"),
    BODY_TOO_LARGE(413, "The body is too large"),
    PATH_TOO_LONG(414, "The path or query is too long"),
    WRONG_BODY(415, "Bodies are JSON"),
    WRONG_HOST(421, "The name of the host is not one of this server"),
    TOO_MANY(429, "Too many requests"),
    FAILED(500, "The server has failed"),
    UNAVAILABLE(503, "The database can't answer now"),
    TOOK_TOO_LONG(503, "The database took too long");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }

    /** As {@code type} has it: {@code urn:awa:problem:not-found}. */
    String type() {
      return "urn:awa:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final String todo;
  private final @Nullable String sqlState;
  private final transient Map<String, String> headers;

  private Problem(
      Kind kind,
      String detail,
      String todo,
      @Nullable String sqlState,
      Map<String, String> headers,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.kind = kind;
    this.todo = todo;
    this.sqlState = sqlState;
    this.headers = headers;
  }

  /** A problem in words: what failed and what was found; then what to do. */
  static Problem of(Kind kind, String detail, String todo) {
    return new Problem(kind, detail, todo, null, Map.of(), null);
  }

  Problem causedBy(Throwable cause, @Nullable String state) {
    return new Problem(kind, words(), todo, state, headers, cause);
  }

  /** The same problem, answered with another header. */
  Problem with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Problem(kind, words(), todo, sqlState, more, getCause());
  }

  Kind kind() {
    return kind;
  }

  /** Whether the SQLSTATE is one of these. */
  boolean isAny(Set<String> states) {
    return sqlState != null && states.contains(sqlState);
  }

  int status() {
    return kind.status();
  }

  /** As the audit has it. */
  String outcome() {
    boolean isRefused = kind.status() < 500 && kind != Kind.MAYBE_DONE;
    return isRefused ? AuditEntry.REFUSED : AuditEntry.FAILED;
  }

  Map<String, String> headers() {
    return headers;
  }

  private String words() {
    return String.valueOf(getMessage());
  }

  /** Without what it is not known. */
  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", kind.type());
    document.put("title", kind.title());
    document.put("status", kind.status());
    document.put("detail", words());
    document.put("todo", todo);
    if (sqlState != null) {
      document.put("sqlstate", sqlState);
    }
    return document;
  }
}
