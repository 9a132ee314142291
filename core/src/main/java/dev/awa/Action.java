package dev.awa;

import static dev.awa.JobState.AVAILABLE;
import static dev.awa.JobState.COMPLETED;
import static dev.awa.JobState.FAILED;
import static dev.awa.JobState.RETRYABLE;
import static dev.awa.JobState.RUNNING;
import static dev.awa.JobState.SCHEDULED;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an operation does to each of its jobs: {@code Action.cancel()}, {@code Action.edit(change ->
 * change.priority(1))}. Immutable. Jobs in a state that the verb does not treat are left alone.
 */
public final class Action {
  private final Verb verb;
  private final JobChange change;

  private Action(Verb verb, JobChange change) {
    this.verb = verb;
    this.change = change;
  }

  /** What is done, and in which states to a job. */
  public enum Verb {
    /** A job that has failed or was cancelled runs again. */
    RETRY(FAILED, JobState.CANCELLED),
    /** A job that waits or runs is cancelled. */
    CANCEL(SCHEDULED, RETRYABLE, AVAILABLE, RUNNING),
    /** A job that waits gets another queue, priority, time or number of attempts. */
    EDIT(SCHEDULED, RETRYABLE, AVAILABLE),
    /** A job that has finished is deleted. */
    DELETE(COMPLETED, FAILED, JobState.CANCELLED),
    /** A failed job that is no dead letter becomes one. */
    MOVE_TO_DEAD_LETTERS(FAILED);

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<JobState> treats;

    Verb(JobState... treats) {
      this.treats = List.of(treats);
    }

    /** The verbs that treat a job of this state: what can be done with it. */
    public static List<Verb> treating(JobState state) {
      return Arrays.stream(values()).filter(verb -> verb.treats.contains(state)).toList();
    }

    /** The states of the jobs that it treats. */
    public List<JobState> treats() {
      return treats;
    }

    /** The verb as it is written in SQL, JSON and the CLI. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The verb written as {@link #word()}.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Verb of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Runs failed and cancelled jobs again, as they are: see {@link dev.awa.client.DeadLetters}. */
  public static Action retry() {
    return new Action(Verb.RETRY, JobChange.NONE);
  }

  /**
   * Runs failed and cancelled jobs again with the same change of each.
   *
   * @throws IllegalArgumentException when the change has arguments: they are those of one job
   */
  public static Action retry(UnaryOperator<JobChange> change) {
    return new Action(Verb.RETRY, changed(change));
  }

  /** Cancels jobs that wait or run; the reason of the operation is kept with each job. */
  public static Action cancel() {
    return new Action(Verb.CANCEL, JobChange.NONE);
  }

  /**
   * Changes jobs that wait: queue, priority, time, number of attempts. A delay counts from the
   * moment at which the operation is submitted.
   *
   * @throws IllegalArgumentException when the change is none, or has arguments: they are those of
   *     one job
   */
  public static Action edit(UnaryOperator<JobChange> change) {
    JobChange what = changed(change);
    if (what.equals(JobChange.NONE)) {
      throw new IllegalArgumentException(
          "change: must have a queue, a priority, a time or a number of attempts, got nothing");
    }
    return new Action(Verb.EDIT, what);
  }

  /** Deletes jobs that have finished. There is no way back. */
  public static Action delete() {
    return new Action(Verb.DELETE, JobChange.NONE);
  }

  /**
   * Makes dead letters of failed jobs that are none, for instance because their queue kept none. So
   * they are kept for as long as dead letters are, and listed with those.
   */
  public static Action moveToDeadLetters() {
    return new Action(Verb.MOVE_TO_DEAD_LETTERS, JobChange.NONE);
  }

  private static JobChange changed(UnaryOperator<JobChange> change) {
    JobChange what = change.apply(JobChange.NONE);
    if (what.args() != null) {
      throw new IllegalArgumentException("args: must be changed of one job at a time, by its id");
    }
    return what;
  }

  /** What is done. */
  public Verb verb() {
    return verb;
  }

  /** What is changed of each job. */
  public JobChange change() {
    return change;
  }

  /** Whether both do the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Action action && action.verb == verb && action.change.equals(change);
  }

  @Override
  public int hashCode() {
    return Objects.hash(verb, change);
  }

  @Override
  public String toString() {
    return change.equals(JobChange.NONE) ? verb.word() : verb.word() + " " + change;
  }
}
