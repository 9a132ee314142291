package dev.awa.cli;

import dev.awa.cli.command.StorageHistoryCommand;
import dev.awa.cli.command.StorageLetGoStrayKeysCommand;
import dev.awa.cli.command.StoragePruneCommand;
import dev.awa.cli.command.StorageRebaseCommand;
import dev.awa.cli.command.StorageRebuildTerminalCountersCommand;
import dev.awa.cli.command.StorageRotateCommand;
import dev.awa.cli.command.StorageSetCommand;
import dev.awa.cli.command.StorageStatusCommand;
import picocli.CommandLine.Command;

/** Looks at and steers the storage. */
@Command(
    name = "storage",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the storage: segments, lanes, workers. Turn and trim the ring.",
    subcommands = {
      StorageStatusCommand.class,
      StorageRotateCommand.class,
      StoragePruneCommand.class,
      StorageSetCommand.class,
      StorageHistoryCommand.class,
      StorageRebaseCommand.class,
      StorageRebuildTerminalCountersCommand.class,
      StorageLetGoStrayKeysCommand.class
    })
final class StorageCommands {}
