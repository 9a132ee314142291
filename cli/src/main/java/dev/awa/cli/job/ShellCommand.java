package dev.awa.cli.job;

import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks at a shell command before jobs are taken for it: with one that can't be run, each job would
 * use up its attempts. The shell is asked whether it understands the command, and whether there is
 * a program of the first word. A first word that the shell makes itself ({@code $PROGRAM}, {@code
 * X=1 ...}, {@code (...)}) is let be.
 */
public final class ShellCommand {
  private static final Pattern FIRST_WORD =
      Pattern.compile("(?s)\\s*([\\p{Alnum}_./+@%,:][\\p{Alnum}_./+@%,:-]*)(?=[\\s;|&<>]|$).*");

  private ShellCommand() {}

  /**
   * Checks a command.
   *
   * @throws CommandFailure when it can't be run; says why
   */
  public static void requireRunnable(String command) {
    if (command.isBlank()) {
      throw new UsageFailure("--exec: names no command");
    }
    Answer syntax = ask("-n", "-c", command);
    if (syntax.status() != 0) {
      throw new UsageFailure("--exec: the shell does not understand it: " + syntax.text());
    }
    Matcher first = FIRST_WORD.matcher(command);
    if (first.matches()) {
      requireProgram(first.group(1));
    }
  }

  private static void requireProgram(String word) {
    if (!word.contains("/")) {
      if (ask("-c", "command -v \"$1\"", "sh", word).status() != 0) {
        throw new CommandFailure("--exec: no program is called " + word + " (looked in PATH)");
      }
      return;
    }
    Path program = Path.of(word);
    if (Files.isDirectory(program)) {
      throw new CommandFailure("--exec: " + word + " is a folder");
    }
    if (!Files.exists(program)) {
      throw new CommandFailure(
          "--exec: there is no " + word + " (from " + Path.of("").toAbsolutePath() + ")");
    }
    if (!Files.isExecutable(program)) {
      throw new CommandFailure("--exec: " + word + " may not be executed; try: chmod +x " + word);
    }
  }

  private record Answer(int status, String text) {}

  private static Answer ask(String... arguments) {
    try {
      Process shell =
          new ProcessBuilder(Stream.concat(Stream.of("/bin/sh"), Stream.of(arguments)).toList())
              .redirectErrorStream(true)
              .start();
      shell.getOutputStream().close();
      String text = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(shell.waitFor(), Printer.plain(text.strip()));
    } catch (IOException e) {
      throw new CommandFailure("could not start /bin/sh: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted");
    }
  }
}
