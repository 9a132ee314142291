package dev.awa.engine;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a database failure means, by its SQLSTATE and never by its text. Whoever has sent rows asks
 * whose the failure is:
 *
 * <table>
 * <caption>Whose a failure is</caption>
 * <tr><th>of</th><th>SQLSTATE</th><th>what follows</th></tr>
 * <tr><td>the data ({@link #isOfTheData})</td><td>classes 21, 22, 23, 44 (cardinality, data,
 *     constraints, views), 54000 and 54001 (too large, too deep)</td><td>sent again it would be
 *     refused again: the row is looked for by halves, so that the others get through</td></tr>
 * <tr><td>the server ({@link #isOfTheServer})</td><td>classes 08, 0A, 25, 26, 28, 3D, 3F, 40, 42,
 *     53, 54, 55, 57 but for what stands elsewhere here, and our own AW: the connection, a server
 *     that recovers or is read-only, rights, names, conflicts, a full disk, locks, cancelled
 *     statements</td><td>it says nothing of any row: all of it is sent again after a
 *     pause</td></tr>
 * <tr><td>either</td><td>53200 (no memory), 58, XX (a disk, damaged data), P0 (what somebody's
 *     trigger raises), all others, none</td><td>a pause as well; a row is only blamed after others
 *     got through</td></tr>
 * </table>
 */
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

  /** The schema is of another version than asked for, or its database none for a queue. */
  public static final String NOT_FIT = "AW007";

  /** The role may not do this. */
  public static final String NOT_ALLOWED = "42501";

  private static final String READ_ONLY = "25006";

  private static final String NO_SCHEMA = "3F000";

  /** What a pooler says in its own name: what it does not let through, or has no session for. */
  private static final String SAID_BY_POOLER = "08P01";

  /** A prepared statement that is there already, or is not there: the session was another's. */
  private static final Set<String> OF_SHARED_SESSIONS = Set.of("42P05", "26000");

  private static final Set<String> DATA_CLASSES = Set.of("21", "22", "23", "44");

  /** Of the class of program limits: too large, too deep. The others count columns. */
  private static final Set<String> DATA_LIMITS = Set.of("54000", "54001");

  private static final Set<String> SERVER_CLASSES =
      Set.of("08", "0A", "25", "26", "28", "3D", "3F", "40", "42", "53", "54", "55", "57", "AW");

  private static final String NO_MEMORY = "53200";

  private static final Set<String> GOING_DOWN_CLASSES = Set.of("08", "53", "58", "XX");

  private Failures() {}

  /**
   * What a failure says. One that the engine's own functions raise says all of it in its message
   * and hint; where in them it was raised helps nobody. That goes for locks that could not be had
   * too; where the server itself gave up waiting it does not say what that means.
   */
  public static String words(SQLException failure) {
    ServerErrorMessage said =
        failure instanceof PSQLException raised ? raised.getServerErrorMessage() : null;
    if (said == null || !(classOf(state(failure)).equals("AW") || isBlocked(failure))) {
      return failure.getMessage()
          + aboutPoolers(failure)
          + aboutReadOnly(failure)
          + aboutSchema(failure);
    }
    if (said.getHint() != null) {
      return said.getMessage() + ". " + said.getHint();
    }
    return isBlocked(failure)
        ? said.getMessage() + ": somebody else has a lock that it needs; try again"
        : said.getMessage() + "";
  }

  /** A standby says for each statement that it does not run something, never that it is one. */
  private static String aboutReadOnly(SQLException failure) {
    return state(failure).equals(READ_ONLY)
        ? ". The server is a standby, or the session may only read"
            + " (default_transaction_read_only): go to the primary"
        : "";
  }

  private static String aboutSchema(SQLException failure) {
    return state(failure).equals(NO_SCHEMA)
        ? ". Create it with: awa migrate (or Awa.migrate())"
        : "";
  }

  private static String aboutPoolers(SQLException failure) {
    if (OF_SHARED_SESSIONS.contains(state(failure))) {
      return ". A pooler before the database shares its sessions and knows no prepared statements:"
          + " put prepareThreshold=0 into the URL, or let the pooler know them (PgBouncer:"
          + " max_prepared_statements)";
    }
    return isOfPooler(failure)
        ? ". It is a pooler that says so, not the database; docs/poolers.md has what it must let"
            + " through"
        : "";
  }

  public static boolean isFenced(Throwable failure) {
    return FENCED.equals(state(failure));
  }

  /** Whether a pooler said so, in its own name. */
  static boolean isOfPooler(SQLException failure) {
    return SAID_BY_POOLER.equals(state(failure)) && !isDriversOwn(failure);
  }

  /** Whether a step of maintenance was refused because another worker leads by now. */
  public static boolean isNotLeading(SQLException failure) {
    return NOT_LEADING.equals(failure.getSQLState());
  }

  /**
   * Whether the server could not read what it has stored (class XX). One row may be damaged, and
   * whoever has asked for many should find out which: see {@code awa.read_job}.
   */
  public static boolean isOfDamage(Throwable failure) {
    return classOf(state(failure)).equals("XX");
  }

  /** Whether a lock could not be had at once, or in time. */
  public static boolean isBlocked(SQLException failure) {
    return "55P03".equals(failure.getSQLState());
  }

  /** Whether others were in the way (class 40): the same call may get through at once. */
  public static boolean isConflict(SQLException failure) {
    return classOf(state(failure)).equals("40");
  }

  /**
   * Whether the server, or the driver, refuses the very rows of a call: it would refuse them again,
   * while others may get through.
   */
  public static boolean isOfTheData(Throwable failure) {
    String state = state(failure);
    return DATA_CLASSES.contains(classOf(state)) || DATA_LIMITS.contains(state);
  }

  /** Whether a failure certainly says nothing of the rows of a call: any others fare the same. */
  public static boolean isOfTheServer(Throwable failure) {
    String state = state(failure);
    return SERVER_CLASSES.contains(classOf(state))
        && !DATA_LIMITS.contains(state)
        && !state.equals(NO_MEMORY);
  }

  private static String state(Throwable failure) {
    String state = failure instanceof SQLException e ? e.getSQLState() : null;
    return state == null ? "" : state;
  }

  private static String classOf(String state) {
    return state.length() < 2 ? "" : state.substring(0, 2);
  }

  /**
   * Whether a call that failed like this may have been committed all the same. It was not when the
   * server says so. Anything else is a guess: the connection broke, the server went down (classes
   * 08, 53, 57P, 58 and XX: it may, while it commits), or the driver could not read the answer, for
   * which it uses the server's codes.
   */
  public static boolean isOutcomeUnknown(Throwable failure) {
    String state = state(failure);
    if (classOf(state).isEmpty() || isDriversOwn(failure)) {
      return true;
    }
    return GOING_DOWN_CLASSES.contains(classOf(state)) || state.startsWith("57P");
  }

  private static boolean isDriversOwn(Throwable failure) {
    return failure instanceof PSQLException said && said.getServerErrorMessage() == null;
  }
}
