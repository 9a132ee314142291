package dev.awa.client;

import dev.awa.Duty;
import dev.awa.engine.Failures;
import dev.awa.engine.Rights;
import dev.awa.engine.Surrounding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells what the role lacks when a call was refused for a right.
 *
 * @param duty whose rights the call needs
 * @param rights of all duties
 * @param helps what helps, where that is no grant; empty: the grants of the duty do
 */
record MissingRights(Duty duty, Rights rights, String helps) {
  private static final String FOR_OWNERS =
      ". Only the owner of the schema may do this; where there is no schema yet, a role that may"
          + " create one (GRANT CREATE ON DATABASE). For any other duty: awa grants";

  static MissingRights of(Duty duty, Rights rights) {
    return new MissingRights(duty, rights, duty == Duty.MIGRATOR ? FOR_OWNERS : "");
  }

  /** What helps, to be added to the words of the failure; empty when no right was missing. */
  String words(Connection connection, SQLException failure) {
    if (!Failures.NOT_ALLOWED.equals(failure.getSQLState())) {
      return "";
    }
    if (!helps.isEmpty()) {
      return helps;
    }
    try {
      return Surrounding.isOpen(connection) ? howToGrant(connection) : lacking(connection);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return "";
    }
  }

  /** Asked in a transaction of its own, that of the statement where autocommit is on. */
  private String lacking(Connection connection) throws SQLException {
    Optional<String> words = rights.lacking(connection, duty);
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    return words.map(said -> ": " + said).orElse("");
  }

  /** In a transaction that is at work nothing is asked: it has failed, or is somebody else's. */
  private String howToGrant(Connection connection) throws SQLException {
    String role = connection.getMetaData().getUserName();
    return String.format(
        Locale.ROOT,
        ". What %s needs, the owner of the schema can grant: awa grants %s %s (or"
            + " Awa.grants(Duty.%s, \"%s\"))",
        Rights.holder(duty),
        duty,
        role,
        duty.name(),
        role);
  }
}
