package dev.awa.cli;

import dev.awa.cli.command.QueueListCommand;
import dev.awa.cli.command.QueuePauseCommand;
import dev.awa.cli.command.QueueResumeCommand;
import dev.awa.cli.command.QueueSplitCommand;
import dev.awa.cli.command.QueueStatsCommand;
import picocli.CommandLine.Command;

/** Looks at and steers queues. */
@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at queues, pause, resume and split them.",
    subcommands = {
      QueueListCommand.class,
      QueueStatsCommand.class,
      QueuePauseCommand.class,
      QueueResumeCommand.class,
      QueueSplitCommand.class
    })
final class QueueCommands {}
