package dev.awa.admin.doctor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/** Tries out whether a pooler stands before the server, and whether it shares sessions. */
final class PoolerExam implements Exam {
  private static final int ROUNDS = 5;

  @Override
  public String name() {
    return "pooler";
  }

  @Override
  public String about() {
    return "a try: does a pooler stand before the server, does it share sessions";
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    Connection one = patient.connection();
    one.rollback(); // a transaction keeps its session
    try (Connection other = patient.dataSource().getConnection()) {
      if (isDirect(other)) {
        return List.of();
      }
      return share(one, other) ? List.of(shared()) : List.of(lent());
    }
  }

  private Finding shared() {
    return warning(
        "a pooler shares sessions between transactions",
        "two connections were answered by one server process, or one by two",
        "a worker here is not notified: it polls each 200 ms; a killed worker is noticed after its"
            + " lease",
        "let workers connect past the pooler, or to a pool in session mode: docs/poolers.md");
  }

  private Finding lent() {
    return note(
        "a pooler stands before the server",
        "the server process is not the one that the connection was opened to",
        "in session mode all works; each worker needs five sessions, seven while it leads",
        "nothing, if its pool is large enough: docs/poolers.md");
  }

  private static boolean share(Connection one, Connection other) throws SQLException {
    Set<Integer> ofOne = new HashSet<>();
    Set<Integer> ofOther = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      ofOne.add(serverProcess(one));
      ofOne.add(serverProcess(one));
      ofOther.add(serverProcess(other));
      if (ofOne.size() > 1 || ofOther.size() > 1 || ofOne.equals(ofOther)) {
        return true;
      }
    }
    return false;
  }

  /** A pooler makes up a process of its own, whether it shares sessions or not. */
  private static boolean isDirect(Connection connection) throws SQLException {
    return serverProcess(connection) == connection.unwrap(PGConnection.class).getBackendPID();
  }

  private static int serverProcess(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    } finally {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    }
  }
}
