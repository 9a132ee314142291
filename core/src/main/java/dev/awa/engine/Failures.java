package dev.awa.engine;

import java.sql.SQLException;
import java.util.Set;

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

  private static final Set<String> NOTHING_HAPPENED =
      Set.of("40001", "40P01", "55P03", "57014", "53100", "53200", "53300", "25006");

  private static final Set<String> REFUSED_CLASSES = Set.of("21", "22", "23", "42", "54");

  private Failures() {}

  public static boolean isFenced(SQLException failure) {
    return FENCED.equals(failure.getSQLState());
  }

  /** Whether a lock could not be had at once, or in time. */
  public static boolean isBlocked(SQLException failure) {
    return "55P03".equals(failure.getSQLState());
  }

  /**
   * Whether the server refuses the very data of a call: it would refuse it again. (Classes 21, 22,
   * 23, 42 and 54: cardinality, data, constraints, names and program limits.)
   */
  public static boolean isRefused(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && REFUSED_CLASSES.contains(state.substring(0, 2));
  }

  /**
   * Whether a call that failed like this may have been committed all the same: the connection
   * broke, or the server went away, so nobody knows. Any other failure is the server's own word
   * that nothing was done.
   */
  public static boolean isOutcomeUnknown(SQLException failure) {
    String state = failure.getSQLState();
    if (state == null) {
      return true;
    }
    return !NOTHING_HAPPENED.contains(state) && (state.startsWith("08") || state.startsWith("57P"));
  }
}
