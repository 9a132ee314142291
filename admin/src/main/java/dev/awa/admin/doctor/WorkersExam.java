package dev.awa.admin.doctor;

import dev.awa.JobAttempt;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.KnownWorker;
import dev.awa.StoredJob;
import dev.awa.client.Jobs;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Workers that say nothing, and jobs that run for very long: handlers that hang, mostly. */
final class WorkersExam implements Exam {
  private static final Duration SILENT = Duration.ofSeconds(15);
  private static final int LOOKED_AT = 50;

  private final Duration longTime;

  WorkersExam() {
    this(Duration.ofHours(1));
  }

  /** Finds jobs that have run for so long. */
  WorkersExam(Duration longTime) {
    this.longTime = longTime;
  }

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public String about() {
    return "workers that are silent; jobs that run for longer than an hour, of the 50 oldest";
  }

  private record Hanging(StoredJob job, JobAttempt attempt) {
    String group() {
      return attempt.worker() + "\n" + job.kind();
    }
  }

  @Override
  public boolean looksAtTheQueue() {
    return true;
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    Instant now = now(patient);
    List<Finding> findings = new ArrayList<>();
    for (KnownWorker worker : patient.awa().workers().list()) {
      Duration silent = Duration.between(worker.beatAt(), now);
      if (worker.alive() && silent.compareTo(SILENT) > 0) {
        findings.add(
            warning(
                "worker " + worker.name() + " is silent",
                "its last beat was " + Ago.words(silent) + " ago",
                "when its lease is over it is declared dead, and its jobs run again elsewhere",
                "see its log and its machine: a long pause of the JVM, no network, no connection"));
      }
    }
    hanging(patient.awa().jobs(), now.minus(longTime)).stream()
        .collect(Collectors.groupingBy(Hanging::group, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(jobs -> findings.add(hang(jobs, now)));
    return findings;
  }

  private static Instant now(Patient patient) throws SQLException {
    return patient.row("clock", row -> Instant.ofEpochMilli((long) (row.getDouble(1) * 1000)));
  }

  private static List<Hanging> hanging(Jobs jobs, Instant longAgo) {
    List<Hanging> hanging = new ArrayList<>();
    JobFilter oldest =
        JobFilter.newest(LOOKED_AT).withState(JobState.RUNNING).withNewerThan(JobCursor.of(0));
    for (StoredJob job : jobs.list(oldest)) {
      List<JobAttempt> attempts =
          job.createdAt().isBefore(longAgo) ? jobs.attempts(job.id()) : List.of();
      if (!attempts.isEmpty() && hangs(attempts.getLast(), longAgo)) {
        hanging.add(new Hanging(job, attempts.getLast()));
      }
    }
    return hanging;
  }

  private static boolean hangs(JobAttempt attempt, Instant longAgo) {
    Instant started = attempt.startedAt();
    return attempt.endedAt() == null && started != null && started.isBefore(longAgo);
  }

  private Finding hang(List<Hanging> jobs, Instant now) {
    Hanging first = jobs.getFirst();
    Duration longest =
        jobs.stream()
            .map(one -> Duration.between(one.attempt().startedAt(), now))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return warning(
        "jobs of kind " + first.job().kind() + " run for very long",
        jobs.size()
            + " on worker "
            + first.attempt().worker()
            + ", the longest for "
            + Ago.words(longest)
            + "; job "
            + first.job().id(),
        "each takes a place of its worker, and the oldest keeps a segment from being emptied",
        "look what its thread does (jcmd PID Thread.print on the worker); awa job cancel "
            + first.job().id()
            + "; give the kind a deadline");
  }
}
