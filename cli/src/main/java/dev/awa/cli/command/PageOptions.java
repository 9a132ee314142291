package dev.awa.cli.command;

import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.cli.terminal.UsageFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which page of a list is printed. */
final class PageOptions {
  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many at most; default ${DEFAULT-VALUE}.")
  int limit;

  @Option(
      names = "--before",
      paramLabel = "PLACE",
      description = "Only older ones than this place, which a list prints at its end.")
  @Nullable String before;

  @Option(
      names = "--after",
      paramLabel = "PLACE",
      description = "Only newer ones than this place, those next to it.")
  @Nullable String after;

  /** The page of a filter. */
  JobFilter of(JobFilter filter) {
    if (before != null && after != null) {
      throw new UsageFailure("name --before or --after, not both");
    }
    JobFilter page = filter.withLimit(limit);
    if (after != null) {
      return page.withNewerThan(JobCursor.parse(after));
    }
    return before == null ? page : page.withOlderThan(JobCursor.parse(before));
  }
}
