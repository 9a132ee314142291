package dev.awa.admin.page;

import dev.awa.JobAttempt;
import dev.awa.KnownWorker;
import dev.awa.admin.JobsDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The oldest of the jobs that run: who runs them, and since when?
 *
 * @param rows the one that runs longest first
 * @param unread why that can't be told, in words; null: it can
 */
record RunningJobs(List<Row> rows, @Nullable String unread) {
  /** By their ids, the lowest first; each of them is then looked at. */
  private static final String OLDEST = "/jobs?state=running&limit=10&after=0";

  private static final Duration FRESH = Duration.ofSeconds(10);

  /** Of a worker so many of its queues are looked at, and so many jobs of them together. */
  private static final int LOOKED_QUEUES = 5;

  static final int LOOKED = 20;

  private static final Comparator<Row> LONGEST =
      Comparator.comparing(Row::since, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
          .thenComparingLong(Row::id);

  /**
   * A job that runs.
   *
   * @param worker who runs it; empty when nobody knows
   * @param since since when; null when nobody knows
   */
  record Row(
      long id, String kind, String queue, int attempt, String worker, @Nullable Instant since) {}

  static RunningJobs of(Visit visit) {
    try {
      return new RunningJobs(rows(visit, OLDEST), null);
    } catch (Refused e) {
      return new RunningJobs(List.of(), e.detail());
    }
  }

  /**
   * Those of a worker, of the oldest that run in its queues: the database lists no jobs by their
   * worker. Others of the same name count as it.
   */
  static RunningJobs of(Visit visit, KnownWorker worker) {
    try {
      List<String> queues =
          worker.queues().subList(0, Math.min(LOOKED_QUEUES, worker.queues().size()));
      List<Row> rows = new ArrayList<>();
      for (String queue : queues) {
        String filter = "state:running queue:" + FilterWords.quoted(queue);
        int limit = LOOKED / queues.size();
        String target = "/jobs?limit=" + limit + "&after=0&filter=" + Words.query(filter);
        rows(visit, target).stream()
            .filter(row -> row.worker().equals(worker.name()))
            .forEach(rows::add);
      }
      return new RunningJobs(rows.stream().sorted(LONGEST).toList(), null);
    } catch (Refused e) {
      return new RunningJobs(List.of(), e.detail());
    }
  }

  private static List<Row> rows(Visit visit, String target) {
    List<Row> rows = new ArrayList<>();
    JobsDocument oldest = (JobsDocument) visit.shared("job-list", target, FRESH).document();
    for (Map<String, ?> job : oldest.jobs()) {
      row(visit, JobRow.of(job)).ifPresent(rows::add);
    }
    rows.sort(LONGEST);
    return rows;
  }

  /** Empty for a job that has ended meanwhile and was not kept. */
  private static Optional<Row> row(Visit visit, JobRow job) {
    try {
      JobAttempt now = attempt(visit, job.id());
      String worker = now == null ? "" : Objects.requireNonNullElse(now.worker(), "");
      Instant since = now == null ? null : now.startedAt();
      return Optional.of(new Row(job.id(), job.kind(), job.queue(), job.attempt(), worker, since));
    } catch (Refused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The one that goes on; null when nobody knows of it. */
  @SuppressWarnings("unchecked") // the route says so
  private static @Nullable JobAttempt attempt(Visit visit, long id) {
    List<JobAttempt> attempts =
        (List<JobAttempt>)
            visit.shared("job-attempts", "/jobs/" + id + "/attempts", FRESH).document();
    JobAttempt last = attempts.isEmpty() ? null : attempts.getLast();
    return last == null || last.endedAt() != null ? null : last;
  }
}
