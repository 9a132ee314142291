package dev.awa.client;

import dev.awa.Handling;
import dev.awa.JobChange;
import dev.awa.Retried;
import dev.awa.RetriedJobs;
import dev.awa.Unhandled;
import dev.awa.engine.Changed;
import dev.awa.engine.DeadLetters.Kept;
import dev.awa.engine.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs failed and cancelled jobs again, and warns of those that no living worker handles. */
final class Retrying {
  private final Engine engine;
  private final Changed changed;
  private final @Nullable String queue;

  /**
   * With a change.
   *
   * @param change the same as {@code changed}, as the caller said it
   */
  Retrying(Engine engine, JobChange change, Changed changed) {
    this.engine = engine;
    this.changed = changed;
    this.queue = change.queue();
  }

  /** Up to 1000 jobs; answers one for each id, in the order of ids. */
  List<Retried> retry(Connection tx, List<Long> ids) throws SQLException {
    Map<Long, Kept> kept =
        engine.deadLetters().kinds(tx, ids).stream()
            .collect(Collectors.toMap(Kept::jobId, Function.identity(), (one, other) -> one));
    List<Retried> answers = engine.deadLetters().retry(tx, ids, changed);
    if (answers.stream().noneMatch(Retried::isRetried)) {
      return answers;
    }
    Handling handling = Handling.of(engine.workers().list(tx));
    return answers.stream().map(one -> warned(one, kept.get(one.jobId()), handling)).toList();
  }

  private Retried warned(Retried answer, @Nullable Kept job, Handling handling) {
    if (!answer.isRetried() || job == null) {
      return answer;
    }
    String goesTo = Objects.requireNonNullElse(queue, job.queue());
    return new Retried(
        answer.jobId(),
        answer.verdict(),
        answer.holder(),
        handling.lacking(goesTo, job.kind(), 1).orElse(null));
  }

  /** What became of all of them. */
  static RetriedJobs sum(List<Retried> answers) {
    List<Unhandled> warnings =
        answers.stream().map(Retried::unhandled).filter(Objects::nonNull).toList();
    return new RetriedJobs(
        count(answers, Retried.Verdict.RETRIED),
        count(answers, Retried.Verdict.DUPLICATE),
        count(answers, Retried.Verdict.UNREADABLE),
        summed(warnings));
  }

  /** What became of those of two calls together. */
  static RetriedJobs sum(RetriedJobs one, RetriedJobs other) {
    List<Unhandled> warnings = new ArrayList<>(one.unhandled());
    warnings.addAll(other.unhandled());
    return new RetriedJobs(
        one.retried() + other.retried(),
        one.duplicates() + other.duplicates(),
        one.unreadable() + other.unreadable(),
        summed(warnings));
  }

  private static long count(List<Retried> answers, Retried.Verdict verdict) {
    return answers.stream().filter(answer -> answer.verdict() == verdict).count();
  }

  private static List<Unhandled> summed(List<Unhandled> warnings) {
    Map<Unhandled, Long> jobs = new HashMap<>();
    warnings.forEach(
        one -> jobs.merge(new Unhandled(one.queue(), one.kind(), 0), one.jobs(), Long::sum));
    return jobs.entrySet().stream()
        .map(one -> new Unhandled(one.getKey().queue(), one.getKey().kind(), one.getValue()))
        .sorted(Comparator.comparing(Unhandled::queue).thenComparing(Unhandled::kind))
        .toList();
  }
}
