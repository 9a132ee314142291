package dev.awa.admin.page;

import dev.awa.admin.JobsDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why jobs of a kind fail: of its newest dead letters and newest retryable jobs.
 *
 * @param causes the same error together, the one with most jobs first
 * @param worst retryable jobs, the one with most attempts first
 * @param looked how many jobs were looked at
 * @param unread why it can't be told, in words; null: it can
 */
record KindFailures(
    List<Cause> causes, List<LastFailures.Row> worst, int looked, @Nullable String unread) {
  private static final int CAUSES = 8;
  private static final int WORST = 5;
  private static final int WORDS = 140;
  private static final int ALIKE = 120;
  private static final Duration FRESH = Duration.ofSeconds(10);

  /**
   * Jobs whose newest errors differ in numbers at most.
   *
   * @param message of the one that failed last
   * @param dead how many of them are dead letters
   * @param newest the one that failed last
   */
  record Cause(String message, long jobs, long dead, LastFailures.Row newest) {
    private static Cause of(List<LastFailures.Row> rows) {
      LastFailures.Row newest =
          rows.stream().max(Comparator.comparing(LastFailures.Row::at)).orElseThrow();
      long dead = rows.stream().filter(row -> row.state().equals("dead_letter")).count();
      return new Cause(Words.cut(newest.trouble(), WORDS), rows.size(), dead, newest);
    }

    Instant at() {
      return newest.at();
    }
  }

  static KindFailures of(Visit visit, String kind) {
    String of = "&limit=200&kind=" + Words.query(kind);
    try {
      return of(
          LastFailures.rows(
              read(visit, "dead-letters-list", "/dead-letters?" + of.substring(1)),
              read(visit, "job-list", "/jobs?state=retryable" + of)));
    } catch (Refused e) {
      return new KindFailures(List.of(), List.of(), 0, e.detail());
    }
  }

  private static JobsDocument read(Visit visit, String operation, String target) {
    return (JobsDocument) visit.shared(operation, target, FRESH).document();
  }

  /**
   * What errors have in common that differ in numbers only. The beginning of it: where a list cuts
   * a long error depends on how long its numbers are.
   */
  private static String alike(String trouble) {
    String text = trouble.replaceAll("[0-9]+", "0");
    return text.substring(0, Math.min(ALIKE, text.length()));
  }

  static KindFailures of(List<LastFailures.Row> rows) {
    Map<String, List<LastFailures.Row>> alike =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> alike(row.trouble()), LinkedHashMap::new, Collectors.toList()));
    List<Cause> causes =
        alike.values().stream()
            .map(Cause::of)
            .sorted(
                Comparator.comparingLong(Cause::jobs)
                    .reversed()
                    .thenComparing(Cause::at, Comparator.reverseOrder()))
            .limit(CAUSES)
            .toList();
    List<LastFailures.Row> worst =
        rows.stream()
            .filter(row -> row.state().equals("retryable"))
            .sorted(Comparator.comparingInt(LastFailures.Row::attempt).reversed())
            .limit(WORST)
            .toList();
    return new KindFailures(causes, worst, rows.size(), null);
  }
}
