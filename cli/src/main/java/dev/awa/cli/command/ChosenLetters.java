package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.cli.terminal.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: some, by their ids, or many, by what they are. */
final class ChosenLetters {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "The jobs, by their ids.")
  List<Long> ids = new ArrayList<>();

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "Instead of ids: the dead letters of this queue.")
  @Nullable String queue;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Instead of ids: the dead letters of this kind.")
  @Nullable String kind;

  @Option(names = "--all", description = "Instead of ids: every dead letter.")
  boolean all;

  /** Whether they are named one by one. */
  boolean areNamed() {
    boolean many = queue != null || kind != null || all;
    if (ids.isEmpty() && !many) {
      throw new UsageFailure("name the jobs by their ids, or --queue, --kind or --all");
    }
    if (!ids.isEmpty() && many) {
      throw new UsageFailure("--queue, --kind and --all go without ids");
    }
    if (all && (queue != null || kind != null)) {
      throw new UsageFailure("--all goes without --queue and --kind");
    }
    return !many;
  }

  /** As many as one call takes. */
  JobFilter filter() {
    return JobFilter.all(JobFilter.MAX_LIMIT).withQueue(queue).withKind(kind);
  }
}
