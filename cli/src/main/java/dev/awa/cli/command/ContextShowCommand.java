package dev.awa.cli.command;

import dev.awa.cli.database.Context;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows which queue a command would speak to. */
@Prints(ContextShowCommand.Answer.class)
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Which queue a command would speak to here and now: the context, the database without its"
          + " password, the schema, and whether that is production. Connects to nothing."
    })
public final class ContextShowCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  /** What is printed as JSON. */
  record Answer(@Nullable String context, boolean production, String where) {}

  @Override
  public Integer call() {
    Context context = target.context();
    boolean production = context != null && context.production();
    String where = target.where();
    return printer.print(
        new Answer(context == null ? null : context.name(), production, where),
        out -> out.println(Printer.plain(where) + (production ? ", production" : "")));
  }
}
