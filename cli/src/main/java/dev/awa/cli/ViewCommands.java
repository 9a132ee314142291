package dev.awa.cli;

import dev.awa.cli.command.ViewDeleteCommand;
import dev.awa.cli.command.ViewListCommand;
import dev.awa.cli.command.ViewRenameCommand;
import dev.awa.cli.command.ViewSaveCommand;
import picocli.CommandLine.Command;

/** Commands about filters of jobs that were saved under a name. */
@Command(
    name = "view",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "List, save, rename and delete saved views: filters of jobs under a name.",
    subcommands = {
      ViewListCommand.class,
      ViewSaveCommand.class,
      ViewRenameCommand.class,
      ViewDeleteCommand.class
    })
final class ViewCommands {}
