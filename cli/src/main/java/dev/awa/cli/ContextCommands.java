package dev.awa.cli;

import dev.awa.cli.command.ContextListCommand;
import dev.awa.cli.command.ContextShowCommand;
import picocli.CommandLine.Command;

/** Queues that have a name. */
@Command(
    name = "context",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Queues that have a name: awa --context NAME.",
    subcommands = {ContextListCommand.class, ContextShowCommand.class})
final class ContextCommands {}
