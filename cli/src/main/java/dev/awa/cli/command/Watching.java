package dev.awa.cli.command;

import dev.awa.StoredOperation;
import dev.awa.admin.OperationDocument;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Terminal;
import dev.awa.client.Awa;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/**
 * Follows an operation until it ends: a bar on a terminal, a line each second in which it came
 * further elsewhere, one document at the end as JSON.
 */
final class Watching {
  private static final int WIDTH = 30;
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final Printer printer;
  private final boolean bar;
  private String last = "";
  private boolean noted;

  Watching(Printer printer) {
    this.printer = printer;
    this.bar = Terminal.isThere() && !printer.json;
  }

  /** Exit status 0 when it was done, 1 when it was stopped. */
  int until(Awa awa, long id) {
    StoredOperation operation = find(awa, id);
    while (operation.state() == StoredOperation.State.RUNNING) {
      show(operation);
      try {
        TimeUnit.MILLISECONDS.sleep(bar ? 250 : 1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure("interrupted; operation " + id + " goes on");
      }
      operation = find(awa, id);
    }
    if (bar) {
      System.err.print("\r\u001b[K");
    }
    StoredOperation ended = operation;
    printer.print(OperationDocument.of(ended), out -> out.println(words(ended)));
    return ended.state() == StoredOperation.State.DONE ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static StoredOperation find(Awa awa, long id) {
    return awa.operations()
        .find(id)
        .orElseThrow(() -> new CommandFailure("there is no operation " + id));
  }

  private void show(StoredOperation operation) {
    if (operation.idle().compareTo(IDLE) > 0 && !noted) {
      noted = true;
      printer.note(
          operation.toLookAtAgain() > 0
              ? "somebody keeps jobs from it: awa storage status names who has a stripe"
              : "it does not move: no worker leads; start one, or awa maintain, or awa tick");
    }
    if (bar) {
      int full = (int) (operation.percent() / 100 * WIDTH);
      System.err.print(
          "\r["
              + "=".repeat(full)
              + " ".repeat(WIDTH - full)
              + "] "
              + words(operation)
              + "\u001b[K");
    } else if (!words(operation).equals(last)) {
      last = words(operation);
      printer.line(last);
    }
  }

  /** How far it is, in a line. */
  static String words(StoredOperation operation) {
    StoredOperation.Counts counts = operation.counts();
    return String.format(
        Locale.ROOT,
        "operation %d %s: %.0f %%, %,d changed, %,d too late, %,d duplicates, %,d failed%s",
        operation.id(),
        operation.state().name().toLowerCase(Locale.ROOT),
        Math.floor(operation.percent()),
        counts.changed(),
        counts.tooLate(),
        counts.duplicates(),
        counts.failed(),
        operation.unmet() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; of the %,d that were counted %,d began, ended or changed before it came to them",
                operation.expected(),
                operation.unmet()));
  }
}
