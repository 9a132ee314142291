package dev.awa.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The queue and the kind of the jobs that are meant, for who would rather write options. */
final class QueueAndKind {
  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "Only of this queue: the same as queue:QUEUE.")
  @Nullable String queue;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only of this kind: the same as kind:KIND.")
  @Nullable String kind;
}
