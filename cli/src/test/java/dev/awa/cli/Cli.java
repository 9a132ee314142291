package dev.awa.cli;

import dev.awa.admin.Documents;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Runs the command in this process and keeps what it prints. */
public record Cli(int status, String out, String err) {
  /** Runs the command with these arguments; requires that JSON is what the command says of it. */
  public static Cli run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    if (List.of(arguments).contains("--json") && !out.toString().isBlank()) {
      Printed.check(arguments, out.toString());
    }
    return new Cli(status, out.toString(), err.toString());
  }

  /** What it printed, read as JSON. */
  public JsonNode json() {
    return Documents.JSON.readTree(out);
  }
}
