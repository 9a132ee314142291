package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prepared transactions, standbys that commits wait for, and conflicts on a standby. */
final class StandbysExam implements Exam {
  private static final Duration FAR_BEHIND = Duration.ofMinutes(1);

  private final Duration longTime;

  StandbysExam() {
    this(Duration.ofMinutes(5));
  }

  /** Finds transactions that have been prepared for so long. */
  StandbysExam(Duration longTime) {
    this.longTime = longTime;
  }

  @Override
  public String name() {
    return "standbys";
  }

  @Override
  public String about() {
    return "standbys and their lag, conflicts of a standby, prepared transactions";
  }

  private record Standby(
      boolean isStandby,
      String names,
      long conflicts,
      @Nullable Long inStep,
      @Nullable Duration behind) {
    /** Whether commits wait for nobody; not where the role does not see it. */
    boolean isAlone() {
      return !names.isBlank() && inStep != null && inStep == 0;
    }
  }

  private record Prepared(String gid, String owner, @Nullable Duration openFor) {}

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    Standby standby =
        patient.row(
            "standby",
            row ->
                new Standby(
                    row.getBoolean("is_standby"),
                    row.getString("names"),
                    row.getLong("conflicts"),
                    row.getObject("in_step", Long.class),
                    Patient.time(row, "behind")));
    List<Finding> findings = new ArrayList<>();
    prepared(patient, findings);
    if (standby.isStandby()) {
      ofStandby(standby, findings);
    } else {
      ofPrimary(standby, findings);
    }
    return findings;
  }

  private void prepared(Patient patient, List<Finding> findings) throws SQLException {
    List<Prepared> prepared =
        patient.rows(
            "prepared",
            row ->
                new Prepared(
                    row.getString("gid"), row.getString("owner"), Patient.time(row, "open_for")));
    for (Prepared one : prepared) {
      if (one.openFor() != null && one.openFor().compareTo(longTime) > 0) {
        findings.add(
            warning(
                "a prepared transaction is forgotten",
                one.gid() + " of " + one.owner() + ", for " + Ago.words(one.openFor()),
                "it keeps its locks, the horizon and the segments that it has used, also over a"
                    + " restart of the server",
                "decide: COMMIT PREPARED "
                    + Quoted.literal(one.gid())
                    + "; or: ROLLBACK PREPARED "
                    + Quoted.literal(one.gid())
                    + ";"));
      }
    }
  }

  private void ofStandby(Standby standby, List<Finding> findings) {
    findings.add(
        warning(
            "this is a standby",
            "pg_is_in_recovery() is true",
            "nothing can be enqueued or run here",
            "connect to the primary: targetServerType=primary in the URL of the driver"));
    if (standby.conflicts() > 0) {
      findings.add(
          note(
              "replays have cancelled queries of this standby",
              standby.conflicts() + " since the statistics began",
              "a look at the queue may be cut off when a segment is emptied on the primary",
              "raise max_standby_streaming_delay, or look on the primary"));
    }
  }

  private void ofPrimary(Standby standby, List<Finding> findings) {
    if (standby.isAlone()) {
      findings.add(
          problem(
              "commits wait for a standby that is not there",
              "synchronous_standby_names = " + standby.names() + ", none is connected in step",
              "every commit hangs: nothing is enqueued, nothing ends",
              "start the standby, or take it out of synchronous_standby_names and reload"));
    }
    if (standby.behind() != null && standby.behind().compareTo(FAR_BEHIND) > 0) {
      findings.add(
          note(
              "a standby is behind",
              "replay is " + Ago.words(standby.behind()) + " behind",
              "after a failover to it, what was committed since is gone, and jobs run again",
              "see what its replay waits for: network, disk, a query there"));
    }
  }
}
