package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether there are connections for more workers. */
final class ConnectionsExam implements Exam {
  /** What a worker keeps while it leads. */
  private static final int OF_LEADER = 7;

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public String about() {
    return "connections in use and left: of the server, of this database, of this role";
  }

  private record Budget(
      int most,
      int reserved,
      int used,
      int ofDatabase,
      int ofRole,
      int idleOpen,
      int databaseLimit,
      int roleLimit) {}

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    Budget budget =
        patient.row(
            "connections",
            row ->
                new Budget(
                    row.getInt("most"),
                    row.getInt("reserved"),
                    row.getInt("used"),
                    row.getInt("of_database"),
                    row.getInt("of_role"),
                    row.getInt("idle_open"),
                    row.getInt("database_limit"),
                    row.getInt("role_limit")));
    List<Finding> findings = new ArrayList<>();
    judge(findings, "the server", budget.used(), budget.most() - budget.reserved());
    judge(findings, "this database", budget.ofDatabase(), budget.databaseLimit());
    judge(findings, "this role", budget.ofRole(), budget.roleLimit());
    if (budget.idleOpen() > 0) {
      findings.add(
          warning(
              "sessions idle within a transaction",
              budget.idleOpen() + " for longer than a minute",
              "what such a transaction has used of the queue is not emptied; its connection is"
                  + " lost to others",
              "see who: SELECT pid, usename, application_name, query FROM pg_stat_activity WHERE"
                  + " state = 'idle in transaction'; set idle_in_transaction_session_timeout"));
    }
    return findings;
  }

  /** A limit of -1 is none. */
  private void judge(List<Finding> findings, String whose, int used, int limit) {
    if (limit >= 0 && limit - used < OF_LEADER) {
      findings.add(
          problem(
              "connections of " + whose + " run out",
              used + " of " + limit + " are in use",
              "a worker that starts now may not get its five connections, seven to lead",
              "fewer or smaller pools, a pooler for the applications, or a higher limit"));
    }
  }
}
