package dev.awa.cli.command;

import dev.awa.JobChange;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/** The same where it may be one job, which may get other arguments. */
final class ChangeOfOne extends ChangeOptions {
  @Option(
      names = "--args",
      paramLabel = "JSON",
      description = "It has these arguments, all of them. Of one job only.")
  @Nullable String args;

  /** Whether arguments are changed. */
  boolean haveArgs() {
    return args != null;
  }

  @Override
  JobChange change() {
    return args == null ? super.change() : super.change().args(json(args));
  }

  private static RawJson json(String text) {
    try {
      Documents.JSON.readTree(text);
      return new RawJson(text);
    } catch (JacksonException e) {
      throw new UsageFailure("--args: must be JSON, got " + Printer.plain(text));
    }
  }
}
