package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who keeps old row versions from being cleaned up: the horizon of vacuum. */
final class HorizonExam implements Exam {
  private static final int VERY = 6;

  private final Duration longTime;
  private final long far;

  HorizonExam() {
    this(Duration.ofMinutes(10), 1_000_000);
  }

  /** Finds what has kept the horizon for so long, or for so many transactions. */
  HorizonExam(Duration longTime, long far) {
    this.longTime = longTime;
    this.far = far;
  }

  @Override
  public String name() {
    return "horizon";
  }

  @Override
  public String about() {
    return "who keeps old row versions alive: sessions, prepared transactions, slots, standbys";
  }

  private record Holder(
      String what,
      String name,
      String role,
      String application,
      @Nullable String state,
      @Nullable Duration openFor,
      long lag) {
    boolean isLongerThan(Duration time) {
      return openFor != null && openFor.compareTo(time) > 0;
    }

    String evidence() {
      return (openFor == null ? "" : "open for " + Ago.words(openFor) + ", ")
          + Ago.count(lag)
          + " transactions have come since"
          + (role.isEmpty() ? "" : ", role " + role)
          + (application.isEmpty() ? "" : ", application " + application)
          + (state == null ? "" : ", " + state);
    }

    String remedy() {
      return switch (what) {
        case "session" -> "end the transaction, or: SELECT pg_terminate_backend(" + name + ");";
        case "prepared transaction" ->
            "decide: COMMIT PREPARED "
                + Quoted.literal(name)
                + "; or: ROLLBACK PREPARED "
                + Quoted.literal(name)
                + ";";
        case "replication slot" ->
            "let its consumer go on, or: SELECT pg_drop_replication_slot("
                + Quoted.literal(name)
                + ");";
        default -> "look for long queries on the standby, or turn hot_standby_feedback off there";
      };
    }
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Holder holder : holders(patient)) {
      if (holder.isLongerThan(longTime) || holder.lag() > far) {
        String found = holder.what() + " " + holder.name() + " keeps the horizon";
        String consequence =
            "rows that are deleted or changed since stay in the tables of deferred and finished"
                + " jobs; a segment that it has used is not emptied";
        findings.add(
            holder.isLongerThan(longTime.multipliedBy(VERY)) || holder.lag() > 10 * far
                ? problem(found, holder.evidence(), consequence, holder.remedy())
                : warning(found, holder.evidence(), consequence, holder.remedy()));
      }
    }
    return findings;
  }

  private static List<Holder> holders(Patient patient) throws SQLException {
    return patient.rows(
        "horizon",
        row ->
            new Holder(
                row.getString("what"),
                row.getString("name"),
                row.getString("role"),
                row.getString("application"),
                row.getString("state"),
                Patient.time(row, "open_for"),
                row.getLong("lag")));
  }
}
