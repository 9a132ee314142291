package dev.awa.cli;

import dev.awa.cli.command.WorkerListCommand;
import picocli.CommandLine.Command;

/** Looks at workers. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at worker processes.",
    subcommands = {WorkerListCommand.class})
final class WorkerCommands {}
