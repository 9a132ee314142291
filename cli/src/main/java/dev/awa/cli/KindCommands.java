package dev.awa.cli;

import dev.awa.cli.command.KindListCommand;
import picocli.CommandLine.Command;

/** Looks at kinds. */
@Command(
    name = "kind",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the kinds of jobs.",
    subcommands = {KindListCommand.class})
final class KindCommands {}
