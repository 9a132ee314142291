package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.cli.terminal.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which jobs a list is about, as one text or as several words, and by the options beside it. */
final class FilterWords {
  @Parameters(
      paramLabel = "FILTER",
      arity = "0..*",
      description = {
        "What the jobs have: queue:mail kind:send_receipt state:failed priority:1"
            + " ordering-key:customer-7 tag:vip reason:crash_loop error:\"timed out\""
            + " args.customer.id:7 after:-2h before:2026-11-27 finished-after:-1d"
            + " finished-before:-1h id:42,43 unique:KEY."
      })
  List<String> words = new ArrayList<>();

  @Mixin QueueAndKind named = new QueueAndKind();

  /** The filter; an option that the text names too is refused. */
  JobFilter filter() {
    return filter(words, named.queue, named.kind);
  }

  /** The filter of these words and options; an option that the words name too is refused. */
  static JobFilter filter(List<String> words, @Nullable String queue, @Nullable String kind) {
    JobFilter filter = JobFilter.parse(String.join(" ", words), JobFilter.MAX_LIMIT);
    refuseTwice("queue", queue, filter.queue());
    refuseTwice("kind", kind, filter.kind());
    return filter
        .withQueue(queue == null ? filter.queue() : queue)
        .withKind(kind == null ? filter.kind() : kind);
  }

  /**
   * The same for a command that changes what a filter means: without a condition it needs --all.
   *
   * @param all whether --all was given, which goes without conditions
   */
  static JobFilter changed(
      List<String> words, @Nullable String queue, @Nullable String kind, boolean all) {
    JobFilter filter = filter(words, queue, kind);
    if (filter.isEmpty() && !all) {
      throw new UsageFailure("name the jobs by a filter, queue:mail for instance, or --all");
    }
    if (!filter.isEmpty() && all) {
      throw new UsageFailure("--all goes without a filter, --queue and --kind");
    }
    return all ? JobFilter.all(JobFilter.MAX_LIMIT) : filter;
  }

  static void refuseTwice(String name, @Nullable Object option, @Nullable Object named) {
    if (option != null && named != null) {
      throw new UsageFailure("name the " + name + " once: --" + name + " or " + name + ":...");
    }
  }
}
