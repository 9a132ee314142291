package dev.awa.cli;

import dev.awa.cli.command.DeadLettersListCommand;
import dev.awa.cli.command.DeadLettersMoveCommand;
import dev.awa.cli.command.DeadLettersPurgeCommand;
import dev.awa.cli.command.DeadLettersRetryCommand;
import picocli.CommandLine.Command;

/** Lists dead letters, runs them again, or deletes them. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "List dead letters, run them again, or delete them.",
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersRetryCommand.class,
      DeadLettersMoveCommand.class,
      DeadLettersPurgeCommand.class
    })
final class DeadLetterCommands {}
