package dev.awa.event;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on a worker, or that a client did. Events are handed out after the
 * transaction that made them true has committed. Later versions add events, so a {@code switch}
 * over them has a default.
 *
 * @see dev.awa.worker.Worker.Builder#listen(Class, EventListener)
 */
public sealed interface Event permits JobEvent, WorkerEvent, MaintenanceEvent, ClientEvent {
  /** What happened, as the log tells it: without the name of the worker, without a full stop. */
  String words();

  /** How much an operator should mind it. */
  default Severity severity() {
    return Severity.DETAIL;
  }

  /** What was thrown, where that is what happened; null otherwise. */
  default @Nullable Throwable thrown() {
    return null;
  }

  /** A failure in one line: what the database says first, and its SQLSTATE. */
  static String line(Throwable failure) {
    String state = failure instanceof SQLException e ? e.getSQLState() : null;
    String first = firstLine(message(failure));
    return state == null
        ? failure.getClass().getName() + ": " + first
        : first + " (SQLSTATE " + state + ")";
  }

  private static @Nullable String message(Throwable failure) {
    try {
      return failure.getMessage();
    } catch (Throwable worse) {
      return "can't describe itself";
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no message" : message.lines().findFirst().orElse("");
  }
}
