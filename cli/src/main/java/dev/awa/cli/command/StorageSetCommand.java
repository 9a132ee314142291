package dev.awa.cli.command;

import dev.awa.ChangedStorage;
import dev.awa.StorageSettings;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Converters;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the settings of the storage. */
@Prints(ChangedStorage.class)
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Change settings; those that are not named stay. They hold for all queues of the schema.",
      "Printed is what was overwritten, and who had set it last, and then all settings."
    })
public final class StorageSetCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Option(
      names = "--rotate-after",
      paramLabel = "TIME",
      description = "The age at which a segment is followed by the next; 1s to 7d.")
  @Nullable Duration rotateAfter;

  @Option(
      names = "--rotate-bytes",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "The size at which it is followed however young; 1MiB to 1024GiB.")
  @Nullable Long rotateBytes;

  @Option(
      names = "--keep-history",
      paramLabel = "TIME",
      description = "How long completed jobs are kept, while the ring has room; 0s to 3650d.")
  @Nullable Duration keepHistory;

  @Option(
      names = "--keep-bytes",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description =
          "The size of all segments above which the oldest history is not kept; 0 to 1024GiB.")
  @Nullable Long keepBytes;

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
      names = "--keep-audit",
      paramLabel = "TIME",
      description = "How long the audit keeps who asked for which change; 0s to 3650d.")
  @Nullable Duration keepAudit;

  @Override
  public Integer call() {
    return target.with(awa -> {
      ChangedStorage answer = awa.storage().change(this::changed, operator.name());
      return printer.print(
          answer,
          out -> {
            SettingLines.printChanged(out, answer.changed());
            out.println();
            StorageLines.print(out, answer.settings());
          });
    });
  }

  private StorageSettings changed(StorageSettings settings) {
    return settings
        .withRotateAfter(or(rotateAfter, settings.rotateAfter()))
        .withRotateBytes(or(rotateBytes, settings.rotateBytes()))
        .withKeepHistory(or(keepHistory, settings.keepHistory()))
        .withKeepBytes(or(keepBytes, settings.keepBytes()))
        .withKeepFailed(or(keepFailed, settings.keepFailed()))
        .withKeepDeadLetters(or(keepDeadLetters, settings.keepDeadLetters()))
        .withKeepAudit(or(keepAudit, settings.keepAudit()));
  }

  private static <T> T or(@Nullable T asked, T otherwise) {
    return asked == null ? otherwise : asked;
  }
}
