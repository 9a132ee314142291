package dev.awa.engine;

import dev.awa.AttemptOutput;
import dev.awa.JobAttempt;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of each run of a job: from the logs, its errors and its outputs. */
public final class JobAttempts {
  private final Sql runs;

  JobAttempts(String schema) {
    runs = Sql.of(schema, "jobs/runs.sql");
  }

  /**
   * The runs of a job, oldest first.
   *
   * @param ext what the job carries
   * @param outputs what its attempts printed
   */
  public List<JobAttempt> of(Connection tx, long id, String ext, List<AttemptOutput> outputs)
      throws SQLException {
    Map<Integer, JobAttempt> known = new TreeMap<>();
    runs.list(tx, JobAttempts::logged, id).forEach(run -> known.put(run.runNo(), run));
    errors(ext).forEach(error -> known.merge(error.runNo(), error, JobAttempts::joined));
    Map<Integer, String> printed =
        outputs.stream()
            .collect(
                Collectors.toMap(AttemptOutput::runNo, AttemptOutput::text, (one, other) -> other));
    return withCauses(List.copyOf(known.values()), printed);
  }

  private static JobAttempt logged(ResultSet row) throws SQLException {
    short outcome = row.getShort("outcome");
    String word = row.wasNull() ? null : Closure.of(outcome).word();
    return new JobAttempt(
        row.getInt("run_no"),
        row.getInt("attempt"),
        null,
        instant(row, "ready_at"),
        instant(row, "claimed_at"),
        instant(row, "closed_at"),
        word,
        row.getString("worker"),
        null,
        null);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * Those that say of which run they are; what somebody has written past the engine says nothing.
   */
  private static List<JobAttempt> errors(String ext) {
    List<JobAttempt> errors = new ArrayList<>();
    if (PlainJson.read(ext) instanceof Map<?, ?> carried
        && carried.get("errors") instanceof List<?> all) {
      for (Object one : all) {
        if (one instanceof Map<?, ?> error && error.get("run_no") instanceof Number runNo) {
          errors.add(error(error, runNo.intValue()));
        }
      }
    }
    return errors;
  }

  private static JobAttempt error(Map<?, ?> error, int runNo) {
    Instant at = time(text(error, "at"));
    return new JobAttempt(
        runNo,
        error.get("attempt") instanceof Number attempt ? attempt.intValue() : 0,
        null,
        null,
        at != null && error.get("ran_ms") instanceof Number ran
            ? at.minusMillis(ran.longValue())
            : null,
        at,
        text(error, "outcome"),
        text(error, "worker"),
        text(error, "error"),
        text(error, "output"));
  }

  private static @Nullable String text(Map<?, ?> error, String field) {
    return error.get(field) instanceof String text ? text : null;
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** What the logs say of a run, and what its error says. */
  private static JobAttempt joined(JobAttempt logged, JobAttempt error) {
    return new JobAttempt(
        logged.runNo(),
        logged.attempt(),
        null,
        logged.readyAt(),
        logged.startedAt(),
        logged.endedAt(),
        logged.outcome(),
        logged.worker() == null ? error.worker() : logged.worker(),
        error.error(),
        error.output());
  }

  private static List<JobAttempt> withCauses(List<JobAttempt> runs, Map<Integer, String> printed) {
    List<JobAttempt> all = new ArrayList<>();
    JobAttempt before = null;
    for (JobAttempt run : runs) {
      String output = printed.getOrDefault(run.runNo(), run.output());
      all.add(
          new JobAttempt(
              run.runNo(),
              run.attempt(),
              cause(run, before),
              run.readyAt(),
              run.startedAt(),
              run.endedAt(),
              run.outcome(),
              run.worker(),
              run.error(),
              output));
      before = run;
    }
    return all;
  }

  private static @Nullable String cause(JobAttempt run, @Nullable JobAttempt before) {
    if (run.runNo() == 1) {
      return JobAttempt.ENQUEUED;
    }
    if (before == null || before.runNo() != run.runNo() - 1) {
      return null;
    }
    boolean isFresh = run.attempt() == 1 && before.attempt() > 1;
    boolean hadEnded = "failed".equals(before.outcome()) || "cancelled".equals(before.outcome());
    boolean wasBuried =
        before.readyAt() != null && before.startedAt() == null && before.outcome() == null;
    return isFresh || hadEnded || wasBuried ? JobAttempt.BY_HAND : before.outcome();
  }
}
