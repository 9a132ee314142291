package dev.awa.cli.command;

import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.ManPage;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the man pages. */
@Prints(ManCommand.Written.class)
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = {
      "Write a man page of each command into a folder: awa.1, awa-queue-list.1, ... The folder is"
          + " made when it is missing. Needs no database.",
      "To read them: awa man man1; MANPATH=. man awa-queue-list"
    })
public final class ManCommand implements Callable<Integer> {
  @Mixin Printer printer = new Printer();
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FOLDER", description = "Where they are written to.")
  Path folder = Path.of("");

  /** What was written. */
  record Written(String folder, List<String> pages) {}

  @Override
  public Integer call() {
    List<String> pages = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      for (ManPage page : ManPage.all(spec.parent())) {
        Files.writeString(folder.resolve(page.file()), page.text());
        pages.add(page.file());
      }
    } catch (IOException e) {
      throw new CommandFailure("man pages can't be written to " + folder + ": " + e);
    }
    printer.print(
        new Written(folder.toString(), pages),
        out -> out.println(pages.size() + " man pages are in " + folder));
    return CommandLine.ExitCode.OK;
  }
}
