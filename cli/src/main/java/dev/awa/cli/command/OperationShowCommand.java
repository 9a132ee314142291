package dev.awa.cli.command;

import dev.awa.StoredOperation;
import dev.awa.admin.Documents;
import dev.awa.admin.OperationDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** Shows one operation. */
@Prints(OperationDocument.class)
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "One operation: what it does, how far it is, and the first jobs that it could not change.")
public final class OperationShowCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", description = "The operation.")
  long id;

  @Override
  public Integer call() {
    return target.with(this::show);
  }

  private int show(Awa awa) {
    StoredOperation operation =
        awa.operations()
            .find(id)
            .orElseThrow(() -> new CommandFailure("there is no operation " + id));
    return printer.print(OperationDocument.of(operation), out -> lines(out, operation));
  }

  private static void lines(PrintWriter out, StoredOperation operation) {
    OperationDocument.of(operation)
        .forEach((name, value) -> {
          if (value != null && !name.equals("notes")) {
            out.printf(Locale.ROOT, "%-16s %s%n", name, fact(value));
          }
        });
    if (!operation.notes().isEmpty()) {
      out.println();
      Table.print(
          out,
          List.of("JOB", "VERDICT", "WHY"),
          operation.notes().stream()
              .map(note -> List.of("" + note.jobId(), note.verdict(), Printer.plain(note.why())))
              .toList());
    }
  }

  private static String fact(Object value) {
    return switch (value) {
      case Instant time -> Printer.time(time);
      case JsonNode json ->
          Printer.plain(
              Documents.JSON
                  .writer()
                  .without(SerializationFeature.INDENT_OUTPUT)
                  .writeValueAsString(json));
      default -> Printer.plain(value);
    };
  }
}
