package dev.awa.cli;

import dev.awa.cli.command.KindHistoryCommand;
import dev.awa.cli.command.KindListCommand;
import dev.awa.cli.command.KindSetCommand;
import dev.awa.cli.command.KindShowCommand;
import picocli.CommandLine.Command;

/** Looks at kinds and sets for how long their jobs are kept. */
@Command(
    name = "kind",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the kinds of jobs, and set for how long they are kept.",
    subcommands = {
      KindListCommand.class,
      KindSetCommand.class,
      KindShowCommand.class,
      KindHistoryCommand.class
    })
final class KindCommands {}
