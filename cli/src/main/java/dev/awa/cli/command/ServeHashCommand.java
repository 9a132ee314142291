package dev.awa.cli.command;

import dev.awa.admin.http.Passwords;
import dev.awa.admin.http.Role;
import dev.awa.cli.terminal.Terminal;
import dev.awa.cli.terminal.UsageFailure;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a line of the file of passwords. */
@Command(
    name = "hash",
    mixinStandardHelpOptions = true,
    description = {
      "Print a line for awa serve --password-file: a person, a role, and a slow, salted hash of a"
          + " password (PBKDF2-HMAC-SHA256).",
      "The password is the first line of standard input; at a terminal it is asked for, and not"
          + " shown."
    })
public final class ServeHashCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "Who logs in; without a colon.")
  String name = "";

  @Parameters(index = "1", paramLabel = "ROLE", description = "view, operate or administer.")
  String role = "";

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "A queue that the person is let into; may be repeated. Default: all.")
  List<String> queues = List.of();

  private final @Nullable InputStream in;

  /** Reads the password from standard input. */
  public ServeHashCommand() {
    this.in = null;
  }

  /** Reads it from elsewhere. */
  public ServeHashCommand(InputStream in) {
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    Role its =
        Role.of(role)
            .orElseThrow(
                () -> new UsageFailure("ROLE: must be view, operate or administer, got " + role));
    try {
      String line = Passwords.line(name, its, queues, password());
      spec.commandLine().getOut().println(line);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
    return ExitCode.OK;
  }

  private String password() throws IOException {
    Console console = in == null && Terminal.isThere() ? System.console() : null;
    if (console != null) {
      char[] typed = console.readPassword("Password of %s: ", name);
      return typed == null ? "" : new String(typed);
    }
    InputStream from = in == null ? System.in : in;
    String line =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8)).readLine();
    return line == null ? "" : line;
  }
}
