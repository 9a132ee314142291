package dev.awa.cli.command;

import dev.awa.JobChange;
import dev.awa.cli.terminal.UsageFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is changed of jobs that are run again or edited. */
class ChangeOptions {
  @Option(names = "--to-queue", paramLabel = "QUEUE", description = "It goes to this queue.")
  @Nullable String queue;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "It has this priority, 1 (first) to 4.")
  @Nullable Integer priority;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "It has so many attempts, 1 to 1000.")
  @Nullable Integer maxAttempts;

  @Option(names = "--delay", paramLabel = "TIME", description = "It runs after this time.")
  @Nullable Duration delay;

  @Option(
      names = "--run-at",
      paramLabel = "INSTANT",
      description = "It runs at this time, 2026-11-27T18:00:00Z for instance.")
  @Nullable String runAt;

  /** Whether something is changed. */
  final boolean areSome() {
    return !change().equals(JobChange.NONE);
  }

  JobChange change() {
    JobChange change = JobChange.NONE;
    change = queue == null ? change : change.queue(queue);
    change = priority == null ? change : change.priority(priority);
    change = maxAttempts == null ? change : change.maxAttempts(maxAttempts);
    return time(change);
  }

  private JobChange time(JobChange change) {
    if (delay != null && runAt != null) {
      throw new UsageFailure("name --delay or --run-at, not both");
    }
    if (runAt != null) {
      return change.runAt(Moment.instant("--run-at", runAt));
    }
    return delay == null ? change : change.delay(delay);
  }
}
