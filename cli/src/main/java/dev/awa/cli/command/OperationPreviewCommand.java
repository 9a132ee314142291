package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.admin.OperationDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Shows what an operation would do. */
@Prints(OperationPreview.class)
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "Count the jobs that an operation would treat, and show ten. Nothing is changed.",
      "Exit status 3 when no job matches."
    })
public final class OperationPreviewCommand implements Callable<Integer> {
  /** No job matches. */
  static final int NOTHING = 3;

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin OperationWords words = new OperationWords();

  @Override
  public Integer call() {
    String verb = words.verb();
    return target.with(awa -> {
      OperationPreview preview = words.preview(awa);
      if (!preview.isExact()) {
        printer.note("--exact counts all");
      }
      return tell(printer, awa, words.filter(), preview, verb);
    });
  }

  /** The names that nobody knows, when no job matches. */
  static List<String> unknown(
      Awa awa, JobFilter filter, OperationPreview preview, Printer printer) {
    return preview.isExact() && preview.jobs() == 0
        ? UnknownNames.tell(awa, filter, printer)
        : List.of();
  }

  /**
   * Tells what would be done.
   *
   * @return the exit status: 3 when no job matches
   */
  static int tell(
      Printer printer, Awa awa, JobFilter filter, OperationPreview preview, String verb) {
    List<String> unknown = unknown(awa, filter, preview, printer);
    printer.print(
        OperationDocument.of(preview, unknown),
        out -> {
          out.println("would " + verb + " " + OperationWords.count(preview));
          sample(out, preview);
        });
    return preview.isExact() && preview.jobs() == 0 ? NOTHING : ExitCode.OK;
  }

  /** Ten jobs, and what a person should know. */
  static void sample(PrintWriter out, OperationPreview preview) {
    if (!preview.sample().isEmpty()) {
      Table.print(
          out, JobListCommand.HEADING, preview.sample().stream().map(JobListCommand::row).toList());
    }
    preview.warnings().forEach(words -> out.println("note: " + words));
  }
}
