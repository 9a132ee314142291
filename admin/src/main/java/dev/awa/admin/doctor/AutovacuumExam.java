package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether vacuum keeps up: the age of the database, and workers that are all busy. */
final class AutovacuumExam implements Exam {
  /** PostgreSQL refuses to write some million transactions before two billion. */
  private static final long LAST = 2_000_000_000;

  /** Parts of the time from when vacuum is due to the last moment. */
  private static final double LATE = 0.1;

  private static final double VERY_LATE = 0.5;

  @Override
  public String name() {
    return "autovacuum";
  }

  @Override
  public String about() {
    return "how old the oldest row of the database is, and whether autovacuum has free workers";
  }

  /** How old the oldest rows are, and at which age vacuum is due. */
  record Age(String of, long age, long due) {
    /** Whether this part of the time from then to the last moment is over. */
    boolean isPast(double part) {
      return age > due + (LAST - due) * part;
    }
  }

  private record State(Age rows, Age members, int workers, int busy) {}

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    State state =
        patient.row(
            "vacuum",
            row ->
                new State(
                    new Age("transactions", row.getLong("age"), row.getLong("due")),
                    new Age("multixacts", row.getLong("members_age"), row.getLong("members_due")),
                    row.getInt("workers"),
                    row.getInt("busy")));
    List<Finding> findings = new ArrayList<>();
    judge(state.rows(), findings);
    judge(state.members(), findings);
    if (state.workers() > 0 && state.busy() >= state.workers()) {
      findings.add(
          note(
              "all workers of autovacuum are busy now",
              state.busy() + " of " + state.workers(),
              "if that stays so, deferred and finished jobs are cleaned up late",
              "raise autovacuum_vacuum_cost_limit, or autovacuum_max_workers"));
    }
    return findings;
  }

  void judge(Age oldest, List<Finding> findings) {
    String evidence =
        Ago.count(oldest.age()) + " " + oldest.of() + " since the oldest row was frozen";
    if (oldest.isPast(VERY_LATE)) {
      findings.add(
          problem(
              "vacuum is far behind in this database",
              evidence + "; at " + Ago.count(LAST) + " the server refuses to write",
              "one day nothing can be enqueued, run or ended",
              "end what holds the horizon (exam horizon), then: VACUUM (FREEZE) of the oldest"
                  + " tables"));
    } else if (oldest.isPast(LATE)) {
      findings.add(
          warning(
              "vacuum does not keep up in this database",
              evidence + "; vacuum should come at " + Ago.count(oldest.due()),
              "tables grow; in the end the server refuses to write",
              "see exam horizon; give autovacuum more workers or a higher cost limit"));
    }
  }
}
