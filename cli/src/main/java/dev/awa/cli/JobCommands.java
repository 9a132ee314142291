package dev.awa.cli;

import dev.awa.cli.command.JobCancelCommand;
import dev.awa.cli.command.JobListCommand;
import dev.awa.cli.command.JobShowCommand;
import picocli.CommandLine.Command;

/** Looks at and steers jobs. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at jobs, cancel them.",
    subcommands = {JobListCommand.class, JobShowCommand.class, JobCancelCommand.class})
final class JobCommands {}
