package dev.awa.test;

import dev.awa.RunningJob;
import dev.awa.event.JobEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of the jobs that a drain ran, one for each run, in order. */
public final class Drained {
  private static final int SHOWN = 10;

  private final List<JobEvent> runs;

  Drained(List<JobEvent> runs) {
    this.runs = List.copyOf(runs);
  }

  /** How each run ended. */
  public List<JobEvent> runs() {
    return runs;
  }

  /** How many runs there were; a job that was tried twice is two. */
  public int count() {
    return runs.size();
  }

  /** The runs that ended in one way: {@code of(JobEvent.Retried.class)}. */
  public <E extends JobEvent> List<E> of(Class<E> way) {
    return runs.stream().filter(way::isInstance).map(way::cast).toList();
  }

  /**
   * Asserts that every run completed its job.
   *
   * @throws AssertionError which lists the others; the first exception of a handler is its cause
   */
  public Drained allCompleted() {
    List<JobEvent> others =
        runs.stream().filter(run -> !(run instanceof JobEvent.Completed)).toList();
    if (!others.isEmpty()) {
      throw new AssertionError(
          others.size() + " of " + runs.size() + " runs did not complete their job:" + told(others),
          others.stream().map(Drained::thrown).filter(one -> one != null).findFirst().orElse(null));
    }
    return this;
  }

  /**
   * Asserts how many runs there were.
   *
   * @throws AssertionError which lists the runs
   */
  public Drained hasCount(int expected) {
    if (runs.size() != expected) {
      throw new AssertionError(
          "expected " + expected + " runs, there were " + runs.size() + told(runs));
    }
    return this;
  }

  /** Lists the runs, one a line. */
  @Override
  public String toString() {
    return runs.size() + " runs" + told(runs);
  }

  // --- failures ---

  /** Throws what is no ending of a job, but a fault of the test. */
  static void refuse(JobEvent run) {
    if (thrown(run) instanceof AssertionError failed) {
      throw failed;
    }
    if (run instanceof JobEvent.Released released) {
      throw new IllegalStateException(
          "job "
              + run.job().id()
              + " could not be run: "
              + released.reason()
              + ". Give the kit a handler: kit.handler(type, handler)");
    }
  }

  /** Of a drain that did not come to its end. */
  static AssertionError endless(String queue, List<JobEvent> runs) {
    return new AssertionError(
        "queue \""
            + queue
            + "\" was not drained after "
            + runs.size()
            + " runs: some job is put back without a wait, or handlers enqueue one for each that"
            + " they run. The last ones:"
            + told(runs.subList(runs.size() - SHOWN, runs.size())));
  }

  private static String told(List<JobEvent> some) {
    String lines =
        some.stream()
            .limit(SHOWN)
            .map(run -> "\n  " + name(run.job()) + words(run))
            .collect(Collectors.joining());
    return some.size() <= SHOWN ? lines : lines + "\n  and " + (some.size() - SHOWN) + " more";
  }

  private static String name(RunningJob job) {
    return "job " + job.id() + " " + job.kind() + " attempt " + job.attempt();
  }

  private static String words(JobEvent run) {
    return switch (run) {
      case JobEvent.Started ignored -> " started";
      case JobEvent.Completed ignored -> " completed";
      case JobEvent.Retried retried ->
          " is tried again in " + retried.delay() + ": " + firstLine(retried.error());
      case JobEvent.Snoozed snoozed -> " was snoozed for " + snoozed.delay();
      case JobEvent.Cancelled cancelled -> " was cancelled: " + cancelled.reason();
      case JobEvent.Failed failed ->
          " failed for good (" + failed.reason() + "): " + firstLine(failed.error());
      case JobEvent.Released released -> " was put back: " + released.reason();
      case JobEvent.Stale ignored -> " ended too late: it was cancelled meanwhile";
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static @Nullable Throwable thrown(JobEvent run) {
    return switch (run) {
      case JobEvent.Retried retried -> retried.thrown();
      case JobEvent.Failed failed -> failed.thrown();
      case JobEvent.Started ignored -> null;
      case JobEvent.Completed ignored -> null;
      case JobEvent.Snoozed ignored -> null;
      case JobEvent.Cancelled ignored -> null;
      case JobEvent.Released ignored -> null;
      case JobEvent.Stale ignored -> null;
    };
  }
}
