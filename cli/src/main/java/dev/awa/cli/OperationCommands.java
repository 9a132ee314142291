package dev.awa.cli;

import dev.awa.cli.command.OperationListCommand;
import dev.awa.cli.command.OperationPreviewCommand;
import dev.awa.cli.command.OperationShowCommand;
import dev.awa.cli.command.OperationStopCommand;
import dev.awa.cli.command.OperationSubmitCommand;
import dev.awa.cli.command.OperationWatchCommand;
import picocli.CommandLine.Command;

/** Does something to many jobs. */
@Command(
    name = "operation",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Do something to many jobs, however many: retry, cancel, edit or delete them, or make dead"
            + " letters of them.",
    subcommands = {
      OperationPreviewCommand.class,
      OperationSubmitCommand.class,
      OperationListCommand.class,
      OperationShowCommand.class,
      OperationWatchCommand.class,
      OperationStopCommand.class
    })
final class OperationCommands {}
