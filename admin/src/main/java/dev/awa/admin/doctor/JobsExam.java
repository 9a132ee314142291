package dev.awa.admin.doctor;

import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.client.Jobs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Jobs that fail again and again. */
final class JobsExam implements Exam {
  private static final int OFTEN = 20;

  /** A job may have a MiB of arguments: so many at once, and so often. */
  private static final int AT_ONCE = 20;

  private static final int PAGES = 50;

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public String about() {
    return "jobs that have failed 20 times and are tried again, of the thousand oldest";
  }

  @Override
  public boolean looksAtTheQueue() {
    return true;
  }

  @Override
  public List<Finding> on(Patient patient) {
    return failing(patient.awa().jobs()).stream()
        .collect(Collectors.groupingBy(Failing::kind, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(this::finding)
        .toList();
  }

  private record Failing(long id, String kind, int attempt, int maxAttempts) {
    static Failing of(StoredJob job) {
      return new Failing(job.id(), job.kind(), job.attempt(), job.maxAttempts());
    }
  }

  private static List<Failing> failing(Jobs jobs) {
    JobFilter some = JobFilter.newest(AT_ONCE).withState(JobState.RETRYABLE);
    List<Failing> failing = new ArrayList<>();
    Optional<JobCursor> from = Optional.of(JobCursor.of(0));
    for (int page = 0; page < PAGES && from.isPresent(); page++) {
      JobPage next = jobs.page(some.withNewerThan(from.get()));
      next.jobs().stream()
          .filter(job -> job.attempt() >= OFTEN)
          .map(Failing::of)
          .forEach(failing::add);
      from = next.newer();
    }
    return failing;
  }

  private Finding finding(List<Failing> jobs) {
    Failing worst = jobs.stream().max(Comparator.comparingInt(Failing::attempt)).orElseThrow();
    return warning(
        "jobs of kind " + worst.kind() + " fail again and again",
        jobs.size()
            + " have failed "
            + OFTEN
            + " times or more; job "
            + worst.id()
            + " has had "
            + worst.attempt()
            + " of "
            + worst.maxAttempts()
            + " attempts",
        "they take the time of workers, and nobody is told before the last attempt",
        "awa job show "
            + worst.id()
            + " says why; awa operation submit cancel "
            + Quoted.condition("kind", worst.kind())
            + " state:retryable --reason TEXT ends them; give the kind fewer attempts");
  }
}
