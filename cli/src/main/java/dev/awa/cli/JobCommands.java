package dev.awa.cli;

import dev.awa.cli.command.JobCancelCommand;
import dev.awa.cli.command.JobDeleteCommand;
import dev.awa.cli.command.JobEditCommand;
import dev.awa.cli.command.JobListCommand;
import dev.awa.cli.command.JobShowCommand;
import picocli.CommandLine.Command;

/** Looks at and steers jobs. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at jobs, edit, cancel and delete them.",
    subcommands = {
      JobListCommand.class,
      JobShowCommand.class,
      JobEditCommand.class,
      JobCancelCommand.class,
      JobDeleteCommand.class
    })
final class JobCommands {}
