package dev.awa.cli;

import dev.awa.cli.command.AuditListCommand;
import picocli.CommandLine.Command;

/** Commands about who asked for which change. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at who asked for which change by the admin API.",
    subcommands = AuditListCommand.class)
final class AuditCommands {}
