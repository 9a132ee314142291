package dev.awa.engine;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a database failure means, by its SQLSTATE and never by its text. */
public final class Failures {
  /** A job was refused by the database's own checks. */
  public static final String INVALID_JOB = "AW001";

  /** A worker that was declared dead sent something. */
  public static final String FENCED = "AW002";

  /** A duplicate whose rule says to fail. */
  public static final String DUPLICATE = "AW003";

  /** A worker that does not lead any more tried a step of maintenance. */
  public static final String NOT_LEADING = "AW004";

  /** A call reached the server after it had been settled; nobody waits for its answer. */
  public static final String SETTLED = "AW005";

  /** Something that needs all workers gone was asked for while one lives. */
  public static final String WORKERS_LIVE = "AW006";

  /** The role may not do this. */
  public static final String NOT_ALLOWED = "42501";

  private static final Set<String> REFUSED_CLASSES = Set.of("21", "22", "23", "42", "54");

  private static final Set<String> GOING_DOWN_CLASSES = Set.of("08", "53", "58", "XX");

  private Failures() {}

  /**
   * What a failure says. One that the engine's own functions raise says all of it in its message
   * and hint; where in them it was raised helps nobody.
   */
  public static String words(SQLException failure) {
    ServerErrorMessage said =
        failure instanceof PSQLException raised ? raised.getServerErrorMessage() : null;
    if (said == null || !String.valueOf(said.getSQLState()).startsWith("AW")) {
      return String.valueOf(failure.getMessage());
    }
    return said.getHint() == null
        ? said.getMessage() + ""
        : said.getMessage() + ". " + said.getHint();
  }

  public static boolean isFenced(SQLException failure) {
    return FENCED.equals(failure.getSQLState());
  }

  /** Whether a step of maintenance was refused because another worker leads by now. */
  public static boolean isNotLeading(SQLException failure) {
    return NOT_LEADING.equals(failure.getSQLState());
  }

  /** Whether a lock could not be had at once, or in time. */
  public static boolean isBlocked(SQLException failure) {
    return "55P03".equals(failure.getSQLState());
  }

  /**
   * Whether the server, or the driver, refuses the very data of a call: it would refuse it again.
   * (Classes 21, 22, 23, 42 and 54: cardinality, data, constraints, names and program limits.)
   */
  public static boolean isRefused(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && state.length() >= 2 && REFUSED_CLASSES.contains(state.substring(0, 2));
  }

  /**
   * Whether a call that failed like this may have been committed all the same. It was not when the
   * server says so. Anything else is a guess: the connection broke, the server went down (classes
   * 08, 53, 57P, 58 and XX: it may, while it commits), or the driver could not read the answer, for
   * which it uses the server's codes.
   */
  public static boolean isOutcomeUnknown(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null || state.length() < 2 || isDriversOwn(failure)) {
      return true;
    }
    return GOING_DOWN_CLASSES.contains(state.substring(0, 2)) || state.startsWith("57P");
  }

  private static boolean isDriversOwn(SQLException failure) {
    return failure instanceof PSQLException said && said.getServerErrorMessage() == null;
  }
}
