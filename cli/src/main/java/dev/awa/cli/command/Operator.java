package dev.awa.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who changes something, as the queue remembers. */
final class Operator {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who does this, for the history; default: awa and the name of the user.")
  @Nullable String by;

  String name() {
    return by == null ? Pausing.who() : by;
  }
}
