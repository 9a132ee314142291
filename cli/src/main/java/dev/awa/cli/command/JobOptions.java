package dev.awa.cli.command;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.cli.job.ObjectOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the jobs of a command have, but for their arguments and their time. */
final class JobOptions {
  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      description = "The kind of the jobs.")
  String kind = "";

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      defaultValue = "default",
      description = "Their queue; default: ${DEFAULT-VALUE}.")
  String queue = Job.DEFAULT_QUEUE;

  @Option(
      names = "--priority",
      paramLabel = "N",
      defaultValue = "2",
      description = "1 (first) to 4; default: ${DEFAULT-VALUE}.")
  int priority = Job.DEFAULT_PRIORITY;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      defaultValue = "25",
      description = "1 to 1000; default: ${DEFAULT-VALUE}.")
  int maxAttempts = Job.DEFAULT_MAX_ATTEMPTS;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long one attempt may take; default: the worker's.")
  @Nullable Duration deadline;

  @Option(names = "--tag", paramLabel = "TAG", description = "A tag; may be repeated.")
  List<String> tags = List.of();

  @Option(
      names = "--metadata",
      paramLabel = "JSON",
      description = "An object that travels with each job.")
  @Nullable String metadata;

  @Option(
      names = "--ordering-key",
      paramLabel = "KEY",
      description = "Jobs of a queue and priority with this key are claimed in their order.")
  @Nullable String orderingKey;

  @Option(
      names = "--args-version",
      paramLabel = "N",
      defaultValue = "1",
      description = "The version of the arguments, 1 to 1000000; default: ${DEFAULT-VALUE}.")
  int argsVersion = 1;

  @Option(
      names = "--mask",
      paramLabel = "FIELD",
      description = "A field of the arguments that is not shown, as in card.number; repeatable.")
  List<String> masked = List.of();

  /** A job with these arguments. */
  Job<RawJson> job(String args) {
    Job<RawJson> job =
        Job.of(kind, new RawJson(args))
            .withQueue(queue)
            .withPriority(priority)
            .withMaxAttempts(maxAttempts)
            .withVersion(argsVersion)
            .withMasked(masked.toArray(String[]::new))
            .withTags(tags.toArray(String[]::new));
    job = deadline == null ? job : job.withDeadline(deadline);
    job = metadata == null ? job : job.withMetadata(ObjectOption.read("--metadata", metadata));
    return orderingKey == null ? job : job.withOrderingKey(orderingKey);
  }
}
