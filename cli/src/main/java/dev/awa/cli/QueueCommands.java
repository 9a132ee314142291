package dev.awa.cli;

import dev.awa.cli.command.QueueDrainCommand;
import dev.awa.cli.command.QueueHistoryCommand;
import dev.awa.cli.command.QueueListCommand;
import dev.awa.cli.command.QueuePauseCommand;
import dev.awa.cli.command.QueuePurgeCommand;
import dev.awa.cli.command.QueuePurgesCommand;
import dev.awa.cli.command.QueueResumeCommand;
import dev.awa.cli.command.QueueSetCommand;
import dev.awa.cli.command.QueueShowCommand;
import dev.awa.cli.command.QueueSplitCommand;
import dev.awa.cli.command.QueueStatsCommand;
import picocli.CommandLine.Command;

/** Looks at and steers queues. */
@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at queues, set, pause, resume, split and empty them.",
    subcommands = {
      QueueListCommand.class,
      QueueStatsCommand.class,
      QueueShowCommand.class,
      QueueSetCommand.class,
      QueueHistoryCommand.class,
      QueuePauseCommand.class,
      QueueResumeCommand.class,
      QueueSplitCommand.class,
      QueueDrainCommand.class,
      QueuePurgeCommand.class,
      QueuePurgesCommand.class
    })
final class QueueCommands {}
