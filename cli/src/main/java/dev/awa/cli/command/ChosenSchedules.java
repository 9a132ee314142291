package dev.awa.cli.command;

import dev.awa.cli.terminal.Printer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One schedule by its name, or all of an owner. */
final class ChosenSchedules {
  @Parameters(paramLabel = "NAME", description = "The schedule.")
  @Nullable String name;

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      description = "All schedules of this owner instead.")
  @Nullable String owner;

  /** What is printed as JSON. */
  record Answer(@Nullable String owner, List<String> schedules) {}

  /**
   * Does something with them and tells what was done. Exit status 1 when an owner has none.
   *
   * @param done what became of them: retired
   * @param one does it with one
   * @param all does it with all of an owner, and answers their names
   */
  int steer(
      Printer printer, String done, Consumer<String> one, Function<String, List<String>> all) {
    if (owner != null) {
      List<String> names = all.apply(owner);
      int printed =
          printer.print(
              new Answer(owner, names),
              out -> {
                names.forEach(each -> out.println(words(each, done)));
                out.println(
                    names.size() + " schedules of \"" + Printer.plain(owner) + "\" are " + done);
              });
      return names.isEmpty() ? ExitCode.SOFTWARE : printed;
    }
    String chosen = String.valueOf(name);
    one.accept(chosen);
    return printer.print(
        new Answer(null, List.of(chosen)), out -> out.println(words(chosen, done)));
  }

  private static String words(String schedule, String done) {
    return "schedule \"" + Printer.plain(schedule) + "\" is " + done;
  }
}
