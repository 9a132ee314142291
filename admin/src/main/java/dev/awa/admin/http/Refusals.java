package dev.awa.admin.http;

import dev.awa.AwaException;
import dev.awa.DuplicateJobException;
import dev.awa.InvalidFilterException;
import dev.awa.InvalidJobException;
import dev.awa.SchemaException;
import dev.awa.cron.InvalidCronException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the client's failures mean to somebody who has sent a request. */
final class Refusals {
  private static final String CANCELLED = "57014";
  private static final String FORBIDDEN = "42501";
  private static final String BLOCKED = "55P03";
  private static final String RETRY_AFTER = "Retry-After";
  private static final String WHERE = "\n  Where: ";

  /** The server could not be reached, or let nobody in: there was no transaction. */
  private static final Set<String> NOT_BEGUN = Set.of("08001", "08004", "57P03");

  private Refusals() {}

  /**
   * The same of a request that changes something. When the answer to a commit is lost, the change
   * may have been made. Programs try 502 to 504 again without a question, {@code curl --retry} for
   * instance, whatever the headers say; so this is a conflict.
   */
  static Problem ofChange(Throwable failure) {
    String state = lost(failure);
    return state == null
        ? of(failure)
        : Problem.of(
                Problem.Kind.MAYBE_DONE,
                failure.getMessage() + "; it may have been done",
                "Look first whether it was done; send it again only if it was not")
            .causedBy(failure, state);
  }

  /** The SQLSTATE when the connection has ended while a statement or a commit was under way. */
  private static @Nullable String lost(Throwable failure) {
    boolean isOfDatabase =
        failure instanceof AwaException
            && !(failure.getCause() instanceof SQLTransientException); // a pool had no connection
    String state =
        isOfDatabase && failure.getCause() instanceof SQLException cause
            ? cause.getSQLState()
            : null;
    boolean isLost =
        state != null
            && (state.startsWith("08") || state.startsWith("57P0"))
            && !NOT_BEGUN.contains(state);
    return isLost ? state : null;
  }

  /** The problem that a failure is; a failure of our own says nothing of what is inside. */
  static Problem of(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case InvalidFilterException e -> bad(e);
      case InvalidJobException e -> bad(e);
      case InvalidCronException e -> bad(e);
      case DuplicateJobException e ->
          Problem.of(Problem.Kind.CONFLICT, words(e), "Cancel the other job, or let it end")
              .causedBy(e, null);
      case SchemaException e ->
          Problem.of(Problem.Kind.UNAVAILABLE, words(e), "Bring schema and server together")
              .causedBy(e, null);
      case AwaException e when e.getCause() instanceof SQLException cause -> of(e, cause);
      case AwaException e ->
          Problem.of(Problem.Kind.CONFLICT, words(e), "Look at it again, then decide")
              .causedBy(e, null);
      case IOException e ->
          Problem.of(
                  Problem.Kind.BAD_REQUEST,
                  "the request could not be read to its end",
                  "Send it again")
              .causedBy(e, null);
      case IllegalArgumentException e when e.getClass() == IllegalArgumentException.class -> bad(e);
      default ->
          Problem.of(
                  Problem.Kind.FAILED,
                  "the server has failed in a way that nobody foresaw",
                  "Look into the log of the server")
              .causedBy(failure, null);
    };
  }

  private static Problem bad(RuntimeException e) {
    return Problem.of(
            Problem.Kind.BAD_REQUEST,
            words(e),
            "Mend the request; /api/openapi.json says what each parameter must be")
        .causedBy(e, null);
  }

  private static Problem of(AwaException failure, SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    SQLException unreachable = unreachable(cause);
    if (unreachable != null) {
      return Problem.of(
              Problem.Kind.UNAVAILABLE,
              "the database can't be reached: " + unreachable.getMessage(),
              "See whether its server is up, then try again")
          .with(RETRY_AFTER, "5")
          .causedBy(failure, state.isEmpty() ? null : state);
    }
    if (cause instanceof SQLTransientException && state.isEmpty()) {
      return Problem.of(
              Problem.Kind.UNAVAILABLE, words(failure), "All connections are in use: try again")
          .with(RETRY_AFTER, "5")
          .causedBy(failure, null);
    }
    return kind(failure, state).causedBy(failure, state.isEmpty() ? null : state);
  }

  /** Why a pool could not open a connection; null when it is something else that has failed. */
  private static @Nullable SQLException unreachable(SQLException cause) {
    return cause instanceof SQLTransientConnectionException
            && cause.getCause() instanceof SQLException why
        ? why
        : null;
  }

  private static Problem kind(AwaException failure, String state) {
    String words = words(failure);
    return switch (state) {
      case CANCELLED ->
          Problem.of(
                  Problem.Kind.TOOK_TOO_LONG,
                  words,
                  "Ask for less: a narrower filter, a smaller limit; or try again later")
              .with(RETRY_AFTER, "10");
      case FORBIDDEN ->
          Problem.of(
              Problem.Kind.FORBIDDEN,
              words,
              "The role with which the server connects lacks a right: awa grants prints it");
      case BLOCKED ->
          Problem.of(Problem.Kind.UNAVAILABLE, words, "Try again").with(RETRY_AFTER, "2");
      case "AW001" -> Problem.of(Problem.Kind.BAD_REQUEST, words, "Mend the request");
      case "AW003" -> Problem.of(Problem.Kind.CONFLICT, words, "Look at it again, then decide");
      default -> byClass(words, state);
    };
  }

  private static Problem byClass(String words, String state) {
    String group = state.length() < 2 ? "" : state.substring(0, 2);
    return switch (group) {
      case "22", "23" -> Problem.of(Problem.Kind.BAD_REQUEST, words, "Mend the request");
      case "08", "25", "40", "53", "57" ->
          Problem.of(Problem.Kind.UNAVAILABLE, words, "Try again; see awa health")
              .with(RETRY_AFTER, "5");
      case "3F", "42", "AW" ->
          Problem.of(Problem.Kind.UNAVAILABLE, words, "See awa health, and awa migrate");
      default -> Problem.of(Problem.Kind.FAILED, words, "Look into the log of the server");
    };
  }

  /** Without where in its functions the server was: that is for the log. */
  private static String words(RuntimeException failure) {
    String words = String.valueOf(failure.getMessage());
    int where = words.indexOf(WHERE);
    return ApiWords.of(where < 0 ? words : words.substring(0, where));
  }
}
