package dev.awa.cli.command;

import dev.awa.KindChange;
import dev.awa.QueueSetting;
import dev.awa.admin.ChangedKind;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes for how long jobs of a kind are kept. */
@Prints(ChangedKind.class)
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Change for how long failed and cancelled jobs and dead letters of a kind are kept, in every"
          + " queue. What is set of a kind wins over its queue, and the queue over the storage.",
      "Settings that are not named stay as they are; --reset takes one back. Printed is what was"
          + " overwritten, and who had set it last. Completed jobs lie in segments that all kinds"
          + " share, so a kind has no time for them."
    })
public final class KindSetCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "KIND", description = "The kind.")
  String kind = "";

  @Option(
      names = "--keep-failed",
      paramLabel = "TIME",
      description = "How long failed and cancelled jobs are kept; 0s to 3650d.")
  @Nullable Duration keepFailed;

  @Option(
      names = "--keep-dead-letters",
      paramLabel = "TIME",
      description = "How long dead letters are kept; 0s to 3650d.")
  @Nullable Duration keepDeadLetters;

  @Option(
      names = "--reset",
      paramLabel = "SETTING",
      split = ",",
      converter = SettingNames.class,
      description =
          "Takes a setting back, by its name (keep_failed or keep-failed); may be repeated.")
  List<QueueSetting> reset = List.of();

  @Override
  public Integer call() {
    KindChange change = change();
    return target.with(awa -> {
      ChangedKind changed = ChangedKind.of(awa, kind, change, operator.name());
      return printer.print(changed, out -> print(out, changed));
    });
  }

  private void print(PrintWriter out, ChangedKind changed) {
    SettingLines.printChanged(out, "kind", kind, changed.changed());
    if (!changed.known()) {
      out.println("note: no application describes this kind, and no worker that lives handles it");
    }
  }

  private KindChange change() {
    KindChange change = KindChange.nothing();
    if (keepFailed != null) {
      change = change.keepFailed(keepFailed);
    }
    if (keepDeadLetters != null) {
      change = change.keepDeadLetters(keepDeadLetters);
    }
    for (QueueSetting setting : reset) {
      if (change.values().containsKey(setting)) {
        throw new UsageFailure(setting + " is set and reset at once");
      }
      change = change.reset(setting);
    }
    if (change.values().isEmpty()) {
      throw new UsageFailure("name a setting to change, --keep-dead-letters 90d for instance");
    }
    return change;
  }
}
