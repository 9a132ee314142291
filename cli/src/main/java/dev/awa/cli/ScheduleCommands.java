package dev.awa.cli;

import dev.awa.cli.command.ScheduleAddCommand;
import dev.awa.cli.command.ScheduleAdoptCommand;
import dev.awa.cli.command.ScheduleDeleteCommand;
import dev.awa.cli.command.ScheduleHistoryCommand;
import dev.awa.cli.command.ScheduleListCommand;
import dev.awa.cli.command.ScheduleOwnersCommand;
import dev.awa.cli.command.SchedulePauseCommand;
import dev.awa.cli.command.SchedulePlanCommand;
import dev.awa.cli.command.SchedulePreviewCommand;
import dev.awa.cli.command.ScheduleRestoreCommand;
import dev.awa.cli.command.ScheduleResumeCommand;
import dev.awa.cli.command.ScheduleRetireCommand;
import dev.awa.cli.command.ScheduleShowCommand;
import dev.awa.cli.command.ScheduleTriggerCommand;
import picocli.CommandLine.Command;

/** Looks at and steers schedules. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at schedules, make, pause, fire and retire them.",
    subcommands = {
      ScheduleListCommand.class,
      ScheduleOwnersCommand.class,
      ScheduleShowCommand.class,
      ScheduleHistoryCommand.class,
      SchedulePreviewCommand.class,
      ScheduleAddCommand.class,
      SchedulePauseCommand.class,
      ScheduleResumeCommand.class,
      ScheduleTriggerCommand.class,
      SchedulePlanCommand.class,
      ScheduleAdoptCommand.class,
      ScheduleRetireCommand.class,
      ScheduleRestoreCommand.class,
      ScheduleDeleteCommand.class
    })
final class ScheduleCommands {}
