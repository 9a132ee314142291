package dev.awa.client;

import dev.awa.Duty;
import dev.awa.engine.Failures;
import dev.awa.engine.Rights;
import dev.awa.engine.Surrounding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what the role lacks when a call was refused for a right.
 *
 * @param duty whose rights the call needs; null for what the owner of the schema does
 */
record MissingRights(@Nullable Duty duty, Rights rights) {
  private static final String FOR_OWNERS =
      ". Only the owner of the schema may do this; where there is no schema yet, a role that may"
          + " create one (GRANT CREATE ON DATABASE). For any other duty: awa grants";

  /** What helps, to be added to the words of the failure; empty when no right was missing. */
  String words(Connection connection, SQLException failure) {
    if (!Failures.NOT_ALLOWED.equals(failure.getSQLState())) {
      return "";
    }
    if (duty == null) {
      return FOR_OWNERS;
    }
    try {
      return Surrounding.isOpen(connection)
          ? howToGrant(connection, duty)
          : lacking(connection, duty);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return "";
    }
  }

  /** Asked in a transaction of its own, that of the statement where autocommit is on. */
  private String lacking(Connection connection, Duty duty) throws SQLException {
    Optional<String> words = rights.lacking(connection, duty);
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    return words.map(said -> ": " + said).orElse("");
  }

  /** In a transaction that is at work nothing is asked: it has failed, or is somebody else's. */
  private static String howToGrant(Connection connection, Duty duty) throws SQLException {
    String role = connection.getMetaData().getUserName();
    return String.format(
        Locale.ROOT,
        ". What a %s needs, the owner of the schema can grant: awa grants %s %s (or"
            + " Awa.grants(Duty.%s, \"%s\"))",
        duty,
        duty,
        role,
        duty.name(),
        role);
  }
}
