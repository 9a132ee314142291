package dev.awa.client;

import static dev.awa.JobState.CANCELLED;
import static dev.awa.JobState.FAILED;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.engine.StorableText;

/** What a call can do with a filter, and what it refuses. */
final class Filters {
  private Filters() {}

  /** A filter of a page. Its texts are checked where it is sent. */
  static void requirePage(JobFilter filter) {
    JobState state = filter.state();
    if (filter.isByEnd() && ((state != FAILED && state != CANCELLED) || !filter.ids().isEmpty())) {
      throw new IllegalArgumentException(
          "byEnd: needs the state failed, cancelled or dead_letter, and no ids: when other jobs"
              + " finished, no index knows; got "
              + (filter.toString().isEmpty() ? "neither" : filter)
              + ". Ask for one of these states, state:failed for instance, or leave the order out");
    }
    requireCursor(filter);
  }

  private static void requireCursor(JobFilter filter) {
    boolean hasTimes =
        (filter.olderThan() == null || filter.olderThan().finishedAt() != null)
            && (filter.newerThan() == null || filter.newerThan().finishedAt() != null);
    boolean hasNone =
        (filter.olderThan() == null || filter.olderThan().finishedAt() == null)
            && (filter.newerThan() == null || filter.newerThan().finishedAt() == null);
    if (filter.isByEnd() ? !hasTimes : !hasNone) {
      throw new IllegalArgumentException(
          "cursor: one of a list "
              + (filter.isByEnd() ? "by the end of jobs has a time and an id" : "by id has an id")
              + ", got "
              + (filter.olderThan() == null ? filter.newerThan() : filter.olderThan()));
    }
  }

  /** A filter of a call that knows state, queue and kind alone. */
  static void requireQueueAndKindOnly(JobFilter filter) {
    JobFilter known =
        JobFilter.newest(filter.limit())
            .withState(filter.state())
            .withQueue(filter.queue())
            .withKind(filter.kind());
    if (!known.toString().equals(filter.toString())) {
      throw new IllegalArgumentException(
          "filter: must have state, queue and kind alone here, got " + filter);
    }
    if (filter.queue() != null) {
      StorableText.requireName("queue", filter.queue());
    }
    if (filter.kind() != null) {
      StorableText.requireName("kind", filter.kind());
    }
  }

  /** A filter of a call that goes through dead letters, oldest first. */
  static void requireDeadLetters(JobFilter filter) {
    if (filter.withState(null).isEmpty() && !filter.isAll()) {
      throw new IllegalArgumentException(
          "filter: must have a condition, a queue or a kind for instance, or say that every dead"
              + " letter is meant (--all, or JobFilter.all)");
    }
    if (filter.state() != null && filter.state() != FAILED) {
      throw new IllegalArgumentException(
          "state: a dead letter has failed, got " + filter.state().word());
    }
    if (filter.olderThan() != null || filter.newerThan() != null) {
      throw new IllegalArgumentException("filter: begins with the oldest, got a place to begin at");
    }
  }

  /** A filter of an operation. The database refuses a state that its verb does not treat. */
  static void requireMany(JobFilter filter) {
    if (filter.isEmpty() && !filter.isAll()) {
      throw new IllegalArgumentException(
          "filter: must have a condition, a queue or a kind for instance, or say that every job is"
              + " meant (--all, or JobFilter.all)");
    }
    if (filter.olderThan() != null || filter.newerThan() != null) {
      throw new IllegalArgumentException("filter: means all jobs, got a place to begin at");
    }
  }
}
