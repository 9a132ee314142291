package dev.awa.test;

import dev.awa.JobState;
import dev.awa.JobType;
import dev.awa.JsonCodec;
import dev.awa.Kind;
import dev.awa.StoredJob;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Assertions about the jobs of a queue, as they were when it was made. Each throws an {@link
 * AssertionError} that lists what the queue holds.
 */
public final class QueueAssert {
  private static final int SHOWN = 20;
  private static final int LONGEST_ARGS = 200;

  private final String queue;
  private final List<StoredJob> jobs;
  private final JsonCodec codec;

  QueueAssert(String queue, List<StoredJob> jobs, JsonCodec codec) {
    this.queue = queue;
    this.jobs = jobs;
    this.codec = codec;
  }

  /** Looks only at jobs in these states. */
  public QueueAssert in(JobState... states) {
    Set<JobState> some = Set.copyOf(Arrays.asList(states));
    return new QueueAssert(
        queue, jobs.stream().filter(job -> some.contains(job.state())).toList(), codec);
  }

  /** Asserts that there is a job of the kind that a class names, at least one. */
  public QueueAssert hasJob(Class<?> type) {
    return hasJob(type, args -> true);
  }

  /** Asserts that there is a job of this class whose arguments match, at least one. */
  public <A> QueueAssert hasJob(Class<A> type, Predicate<? super A> matches) {
    if (count(type, matches) == 0) {
      throw failure("has no job " + type.getSimpleName() + " that matches");
    }
    return this;
  }

  /** Asserts that there is one job of this class, and no second. */
  public QueueAssert hasOneJob(Class<?> type) {
    return hasOneJob(type, args -> true);
  }

  /** Asserts that there is one job of this class whose arguments match, and no second. */
  public <A> QueueAssert hasOneJob(Class<A> type, Predicate<? super A> matches) {
    long found = count(type, matches);
    if (found != 1) {
      throw failure(
          "has " + found + " jobs " + type.getSimpleName() + " that match, one was expected");
    }
    return this;
  }

  /** Asserts that there is no job of this class. */
  public QueueAssert hasNoJob(Class<?> type) {
    return hasNoJob(type, args -> true);
  }

  /** Asserts that there is no job of this class whose arguments match. */
  public <A> QueueAssert hasNoJob(Class<A> type, Predicate<? super A> matches) {
    long found = count(type, matches);
    if (found > 0) {
      throw failure(
          "has " + found + " jobs " + type.getSimpleName() + " that match, none was expected");
    }
    return this;
  }

  /** Asserts how many jobs there are, whatever their state. */
  public QueueAssert hasCount(int expected) {
    if (jobs.size() != expected) {
      throw failure("has " + jobs.size() + " jobs, " + expected + " were expected");
    }
    return this;
  }

  /** Asserts how many jobs there are in a state. */
  public QueueAssert hasCount(JobState state, int expected) {
    long found = jobs.stream().filter(job -> job.state() == state).count();
    if (found != expected) {
      throw failure("has " + found + " jobs " + state.word() + ", " + expected + " were expected");
    }
    return this;
  }

  /** Asserts that no job waits or runs: all have finished, or there was none. */
  public QueueAssert isEmpty() {
    long found = jobs.stream().filter(job -> !job.state().isFinished()).count();
    if (found > 0) {
      throw failure("has " + found + " jobs that have not finished, none was expected");
    }
    return this;
  }

  private <A> long count(Class<A> type, Predicate<? super A> matches) {
    Set<String> kinds = kinds(type);
    return jobs.stream()
        .filter(job -> kinds.contains(job.kind()))
        .filter(job -> matches.test(type.cast(codec.read(job.args(), type))))
        .count();
  }

  /** The kind of a class, and those that its jobs had earlier. */
  private static Set<String> kinds(Class<?> type) {
    Set<String> kinds = new HashSet<>(Set.of(Kind.of(type)));
    JobType declared = type.getAnnotation(JobType.class);
    if (declared != null) {
      kinds.addAll(List.of(declared.aliases()));
    }
    return kinds;
  }

  private AssertionError failure(String what) {
    StringBuilder text = new StringBuilder("queue \"" + queue + "\" " + what + ". ");
    text.append(jobs.isEmpty() ? "It holds no job" : "It holds:");
    jobs.stream().limit(SHOWN).forEach(job -> text.append("\n  ").append(told(job)));
    if (jobs.size() > SHOWN) {
      text.append("\n  and ").append(jobs.size() - SHOWN).append(" more: ").append(byState());
    }
    return new AssertionError(text.toString());
  }

  private static String told(StoredJob job) {
    String args = job.args();
    return "job "
        + job.id()
        + " "
        + job.kind()
        + " "
        + job.state().word()
        + " attempt "
        + job.attempt()
        + (job.reason() == null ? "" : " (" + job.reason() + ")")
        + " "
        + (args.length() <= LONGEST_ARGS ? args : args.substring(0, LONGEST_ARGS) + "...");
  }

  private String byState() {
    return jobs.stream()
        .collect(Collectors.groupingBy(job -> job.state().word(), Collectors.counting()))
        .toString();
  }
}
