package dev.awa.cli.command;

import dev.awa.KnownWorker;
import dev.awa.admin.OperationDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Terminal;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits an operation. */
@Prints({OperationSubmitCommand.Submitted.class, OperationPreview.class, OperationDocument.class})
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Do something to every job that a filter means and that is there now. The leading worker does"
          + " it, in small chunks: awa operation watch shows how far it is, awa operation stop ends"
          + " it.",
      "Exit status 3 when no job matches, and nothing was submitted; with --wait 1 when it was"
          + " stopped."
    })
public final class OperationSubmitCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin OperationWords words = new OperationWords();
  @Mixin Operator operator = new Operator();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the history; cancelled jobs keep it.")
  String reason = "";

  @Option(
      names = "--yes",
      description = "Do not ask. Without it and without a terminal nothing is done.")
  boolean yes;

  @Option(names = "--wait", description = "Go on until it is done, as awa operation watch does.")
  boolean wait;

  /** What is printed as JSON. */
  record Submitted(long id, long jobs, boolean exact, List<String> warnings) {}

  @Override
  public Integer call() {
    String verb = words.verb();
    return target.with(awa -> submit(awa, verb));
  }

  private int submit(Awa awa, String verb) {
    OperationPreview preview = words.preview(awa);
    if (preview.isExact() && preview.jobs() == 0) {
      return printNothing(awa, preview);
    }
    String what = verb + " " + OperationWords.count(preview);
    preview.warnings().forEach(printer::note);
    if (!yes) {
      Terminal.require(what);
    }
    long id = preview.submit(operator.name(), reason);
    if (wait) {
      return new Watching(printer).until(awa, id);
    }
    return printer.print(
        new Submitted(id, preview.jobs(), preview.isExact(), preview.warnings()),
        out -> {
          out.println("operation " + id + " submitted: " + what);
          out.println("awa operation watch " + id + " shows how far it is");
          if (awa.workers().list().stream().noneMatch(KnownWorker::leads)) {
            out.println("no worker leads now; the operation begins when one does, or awa tick");
          }
        });
  }

  private int printNothing(Awa awa, OperationPreview preview) {
    List<String> unknown = OperationPreviewCommand.unknown(awa, words.filter(), preview, printer);
    printer.print(
        OperationDocument.of(preview, unknown),
        out -> OperationPreviewCommand.sample(out, preview));
    return OperationPreviewCommand.NOTHING;
  }
}
