package dev.awa.admin.page;

import dev.awa.JobAttempt;
import dev.awa.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of a job, step by step. */
final class Course {
  /** A step; times are never negative, also where clocks of machines differ. */
  sealed interface Step {}

  /** Something that happened in a moment, or will. */
  record Event(String icon, String title, String words, @Nullable Instant at, boolean isLast)
      implements Step {}

  /** That it waited. */
  record Wait(String words) implements Step {}

  /** A run. */
  record Run(JobAttempt run, String headline, Duration took, List<LogLine> log, boolean isOpen)
      implements Step {
    boolean hasMore() {
      return run.error() != null || run.output() != null || !log.isEmpty();
    }

    String outcome() {
      String outcome = run.outcome();
      return outcome == null ? "running" : outcome;
    }
  }

  private final JobScreen job;
  private final List<Step> steps = new ArrayList<>();

  private Course(JobScreen job) {
    this.job = job;
  }

  static List<Step> of(JobScreen job) {
    Course course = new Course(job);
    course.steps.add(new Event("start", "Enqueued", "", job.created(), false));
    course.runs();
    course.end();
    return course.steps;
  }

  static Duration took(JobAttempt run, Instant now) {
    Instant started = run.startedAt();
    Instant ended = run.endedAt() == null ? now : run.endedAt();
    return started == null ? Duration.ZERO : Words.atLeastZero(Duration.between(started, ended));
  }

  private void runs() {
    Instant before = job.created();
    JobAttempt newest = job.attempts().isEmpty() ? null : job.attempts().getLast();
    for (JobAttempt run : job.attempts()) {
      if (JobAttempt.BY_HAND.equals(run.cause())) {
        waits(before, run.readyAt(), "nothing happened for ");
        steps.add(new Event("retryable", "By hand", "somebody asked for this run", null, false));
      } else {
        waits(before, run.readyAt(), "waited for its time: ");
      }
      waitsForAWorker(run);
      if (run.startedAt() != null || run.outcome() != null || run.error() != null) {
        steps.add(
            new Run(
                run,
                Words.cut(run.error(), 120),
                took(run, job.now().at()),
                log(run),
                run.equals(newest)));
      }
      before = run.endedAt() == null ? before : run.endedAt();
    }
  }

  private void waits(Instant before, @Nullable Instant ready, String words) {
    if (ready != null && Duration.between(before, ready).toMillis() > 0) {
      steps.add(new Wait(words + Words.span(Duration.between(before, ready))));
    }
  }

  private void waitsForAWorker(JobAttempt run) {
    Instant ready = run.readyAt();
    if (ready != null && run.startedAt() != null) {
      Duration waited = Words.atLeastZero(Duration.between(ready, run.startedAt()));
      steps.add(new Wait("ready, waited " + Words.span(waited) + " for a worker"));
    }
  }

  private List<LogLine> log(JobAttempt run) {
    return job.log().stream().filter(line -> line.runNo() == run.runNo()).toList();
  }

  private void end() {
    Instant due = job.time("run_at");
    steps.add(
        switch (job.state()) {
          case SCHEDULED -> last("scheduled", "It is due", "", due);
          case RETRYABLE ->
              last("retryable", "Attempt " + (job.number("attempt") + 1) + " is due", "", due);
          case AVAILABLE -> last("available", "It waits for a worker", "since", due);
          case RUNNING -> last("running", "It runs", "", null);
          case WAITING_EXTERNAL -> last("waiting", "It waits for a call from outside", "", null);
          case COMPLETED -> last("completed", "Completed", "", job.time("finished_at"));
          case FAILED ->
              last("failed", "Failed for good", job.text("reason"), job.time("finished_at"));
          case CANCELLED ->
              last("cancelled", "Cancelled", job.text("reason"), job.time("finished_at"));
        });
  }

  private static Event last(String icon, String title, String words, @Nullable Instant at) {
    return new Event(icon, title, words, at, true);
  }
}
