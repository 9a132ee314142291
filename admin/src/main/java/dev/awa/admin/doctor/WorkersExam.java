package dev.awa.admin.doctor;

import dev.awa.JobAttempt;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.KnownWorker;
import dev.awa.StoredJob;
import dev.awa.client.Jobs;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Workers that say nothing, and jobs that run for very long: handlers that hang, mostly. */
final class WorkersExam implements Exam {
  private static final Duration SILENT = Duration.ofSeconds(15);
  private static final int LOOKED_AT = 50;
  private static final int AT_ONCE = 10;

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

  /** A job with what is told of it: its arguments may have a MiB, and are let go at once. */
  private record Hanging(long id, String kind, @Nullable String worker, Instant startedAt) {
    static Hanging of(StoredJob job, JobAttempt attempt) {
      return new Hanging(
          job.id(), job.kind(), attempt.worker(), Objects.requireNonNull(attempt.startedAt()));
    }

    String group() {
      return worker + "\n" + kind;
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
    JobFilter oldest = JobFilter.newest(AT_ONCE).withState(JobState.RUNNING);
    Optional<JobCursor> from = Optional.of(JobCursor.of(0));
    for (int seen = 0; seen < LOOKED_AT && from.isPresent(); seen += AT_ONCE) {
      JobPage next = jobs.page(oldest.withNewerThan(from.get()));
      for (StoredJob job : next.jobs()) {
        List<JobAttempt> attempts =
            job.createdAt().isBefore(longAgo) ? jobs.attempts(job.id()) : List.of();
        if (!attempts.isEmpty() && hangs(attempts.getLast(), longAgo)) {
          hanging.add(Hanging.of(job, attempts.getLast()));
        }
      }
      from = next.newer();
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
            .map(one -> Duration.between(one.startedAt(), now))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return warning(
        "jobs of kind " + first.kind() + " run for very long",
        jobs.size()
            + " on worker "
            + first.worker()
            + ", the longest for "
            + Ago.words(longest)
            + "; job "
            + first.id(),
        "each takes a place of its worker, and the oldest keeps a segment from being emptied",
        "look what its thread does (jcmd PID Thread.print on the worker); awa job cancel "
            + first.id()
            + "; give the kind a deadline");
  }
}
