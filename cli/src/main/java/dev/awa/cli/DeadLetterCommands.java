package dev.awa.cli;

import dev.awa.cli.command.DeadLettersPurgeCommand;
import dev.awa.cli.command.DeadLettersRetryCommand;
import picocli.CommandLine.Command;

/** Runs dead letters again, or deletes them. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Run dead letters again, or delete them.",
    subcommands = {DeadLettersRetryCommand.class, DeadLettersPurgeCommand.class})
final class DeadLetterCommands {}
