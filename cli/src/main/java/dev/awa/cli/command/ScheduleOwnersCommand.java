package dev.awa.cli.command;

import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.schedule.ScheduleOwner;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists who owns schedules, and what is declared. */
@Prints(lists = ScheduleOwner.class)
@Command(
    name = "owners",
    mixinStandardHelpOptions = true,
    description = {
      "Who owns schedules, which revisions declare them, when each was declared last, and what will"
          + " be retired when.",
      "So it tells whether a deployment has come to its end: then one revision is left."
    })
public final class ScheduleOwnersCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Override
  public Integer call() {
    return target.with(awa -> {
      List<ScheduleOwner> owners = awa.schedules().owners();
      return printer.print(owners, out -> owners.forEach(owner -> print(out, owner)));
    });
  }

  private static void print(PrintWriter out, ScheduleOwner owner) {
    out.println(
        "owner \""
            + Printer.plain(owner.owner())
            + "\": "
            + owner.schedules()
            + " schedules, "
            + owner.retired()
            + " retired"
            + (owner.grace() == null
                ? ""
                : "; what is no longer declared is retired after " + Units.words(owner.grace())));
    if (!owner.revisions().isEmpty()) {
      Table.print(
          out,
          List.of("REVISION", "SINCE", "DECLARED LAST", "ENDS", "SCHEDULES"),
          owner.revisions().stream().map(ScheduleOwnersCommand::row).toList());
    }
    owner
        .retiring()
        .forEach(one ->
            out.println(
                "schedule \""
                    + Printer.plain(one.name())
                    + "\" retires at "
                    + Printer.time(one.at())));
  }

  private static List<String> row(ScheduleOwner.Revision revision) {
    return List.of(
        Printer.plain(revision.revision()),
        Printer.time(revision.since()),
        Printer.time(revision.seenAt()),
        revision.endsAt() == null ? "-" : Printer.time(revision.endsAt()),
        "" + revision.names().size());
  }
}
