package dev.awa.admin.page;

import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.admin.JobsDocument;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What failed last: the newest dead letters, and jobs that wait for their next attempt.
 *
 * @param rows the one that failed last first
 * @param unread why they can't be shown, in words; null: they can
 */
record LastFailures(List<Row> rows, @Nullable String unread) {
  private static final int SHOWN = 8;

  /** Of how many queues somebody sees them who is let into some; those with most of them. */
  private static final int QUEUES = 5;

  private static final String DEAD = "/dead-letters?limit=" + SHOWN;

  /** By their ids, for when a job failed no index knows as long as it waits. */
  private static final String RETRYABLE = "/jobs?state=retryable&limit=20";

  /**
   * A job that failed.
   *
   * @param state {@code dead_letter} or {@code retryable}
   * @param trouble the first line of its newest error
   * @param at when it failed
   */
  record Row(
      long id,
      String state,
      String kind,
      String queue,
      int attempt,
      int maxAttempts,
      String trouble,
      Instant at) {
    private static Row of(Map<String, ?> facts, boolean isDead) {
      JobRow job = JobRow.of(facts);
      return new Row(
          job.id(),
          isDead ? "dead_letter" : job.state(),
          job.kind(),
          job.queue(),
          job.attempt(),
          job.maxAttempts(),
          job.trouble(),
          isDead ? job.at() : failedAt(facts, job));
    }

    /** The same, of a page that says how things were: what came since has just happened. */
    private Row notAfter(Instant page) {
      return at.isAfter(page)
          ? new Row(id, state, kind, queue, attempt, maxAttempts, trouble, page)
          : this;
    }

    /** When its newest error happened; when it was enqueued, if that does not say. */
    private static Instant failedAt(Map<String, ?> facts, JobRow job) {
      if (facts.get("errors") instanceof JsonNode errors && !errors.isEmpty()) {
        try {
          String at = errors.get(errors.size() - 1).path("at").asString("");
          return OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeParseException e) {
          // whoever wrote it past the engine did not say when
        }
      }
      return facts.get("created_at") instanceof Instant created ? created : job.at();
    }
  }

  /** A page is shown also when these can't be read: it is needed most when the database suffers. */
  static LastFailures of(Visit visit, Counts counts) {
    try {
      List<Row> rows = visit.isRestricted() ? own(visit, counts) : all(visit);
      return new LastFailures(
          rows.stream()
              .sorted(Comparator.comparing(Row::at).reversed())
              .limit(SHOWN)
              .map(row -> row.notAfter(counts.at()))
              .toList(),
          null);
    } catch (Refused e) {
      return new LastFailures(List.of(), e.detail());
    }
  }

  private static List<Row> all(Visit visit) {
    return rows(
        (JobsDocument) visit.shared("dead-letters-list", DEAD).document(),
        (JobsDocument) visit.shared("job-list", RETRYABLE).document());
  }

  private static List<Row> own(Visit visit, Counts counts) {
    List<Row> rows = new ArrayList<>();
    counts.queues().stream()
        .map(QueueReading::stats)
        .filter(stats -> failing(stats) > 0)
        .sorted(Comparator.comparingLong(LastFailures::failing).reversed())
        .limit(QUEUES)
        .map(stats -> "&queue=" + Words.query(stats.queue()))
        .forEach(queue ->
            rows.addAll(
                rows(
                    visit.get(JobsDocument.class, DEAD + queue),
                    visit.get(JobsDocument.class, RETRYABLE + queue))));
    return rows;
  }

  private static long failing(QueueStats stats) {
    return stats.deadLetters() + stats.retryable();
  }

  /** Those of both, in no order. */
  static List<Row> rows(JobsDocument dead, JobsDocument retryable) {
    return Stream.concat(
            dead.jobs().stream().map(job -> Row.of(job, true)),
            retryable.jobs().stream().map(job -> Row.of(job, false)))
        .toList();
  }
}
