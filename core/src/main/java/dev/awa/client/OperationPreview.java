package dev.awa.client;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.StoredJob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operation would do, before it is submitted. */
public final class OperationPreview {
  private final Operations operations;
  private final JobFilter filter;
  private final Action action;
  private final long jobs;
  private final boolean exact;
  private final List<StoredJob> sample;
  private final @Nullable String unknownTarget;

  OperationPreview(
      Operations operations,
      JobFilter filter,
      Action action,
      long jobs,
      boolean exact,
      List<StoredJob> sample,
      @Nullable String unknownTarget) {
    this.operations = operations;
    this.filter = filter;
    this.action = action;
    this.jobs = jobs;
    this.exact = exact;
    this.sample = List.copyOf(sample);
    this.unknownTarget = unknownTarget;
  }

  /** How many jobs it would treat, or at least so many: see {@link #isExact}. */
  public long jobs() {
    return jobs;
  }

  /** Whether all were counted; if not, there was no time for more. */
  public boolean isExact() {
    return exact;
  }

  /** The first ten of them, the oldest first. */
  public List<StoredJob> sample() {
    return sample;
  }

  /** What a person should know before it is submitted; empty when that is nothing. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (exact && jobs == 0) {
      warnings.add(
          filter.isDeadLettersOnly()
              ? "no dead letter matches"
              : "no job matches in a state that " + action.verb().word() + " treats: " + treated());
    }
    if (unknownTarget != null) {
      warnings.add(
          "no job was ever in queue \""
              + unknownTarget
              + "\", to which the jobs go; nothing is set of it and no worker works on it");
    }
    filter.cost().ifPresent(warnings::add);
    return warnings;
  }

  private String treated() {
    String states =
        String.join(", ", action.verb().treats().stream().map(state -> state.word()).toList());
    return action.verb() == Action.Verb.MOVE_TO_DEAD_LETTERS
        ? states + ", and no dead letter yet"
        : states;
  }

  /**
   * Submits it: all jobs that the filter means then.
   *
   * @param by who wants it, 1 to 200 characters
   * @param reason why, 1 to 1000 characters; cancelled jobs keep it
   * @return the id of the operation
   */
  public long submit(String by, String reason) {
    return operations.submit(filter, action, by, reason, exact ? Long.valueOf(jobs) : null);
  }
}
