package dev.awa.chaos;

import dev.awa.chaos.lab.Code;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.chaos.upgrade.Rehearsal;
import dev.awa.lab.Arguments;
import dev.awa.lab.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rehearses a rolling upgrade; bin/rehearse-upgrade builds the old code and starts this. */
@Command(
    name = "bin/rehearse-upgrade",
    sortOptions = false,
    description =
        "Replaces workers of an older commit by workers of this one, one by one, under load, then"
            + " goes back. Exit status 0 only if every job ran, none was lost and none ran twice.")
public final class Upgrade {
  @Option(names = "--old", required = true, hidden = true)
  private String classPath = "";

  @Option(names = "--short", description = "Two workers of a version and fewer jobs.")
  private boolean isShort;

  /**
   * See {@code --help}. The exit code is 1 when something was wrong, 2 for a wrong command line.
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    Upgrade upgrade = new Arguments<>(new Upgrade(), List.of()).readOrExit(arguments);
    System.exit(upgrade.run() ? 0 : 1);
  }

  private boolean run() {
    Path folder = Chaos.target().resolve("upgrade-" + ProcessHandle.current().pid());
    try (Postgres server = OwnServer.start(folder.resolve("server"));
        Lab lab = Lab.beforeMigration(server, folder.resolve("ledgers"))) {
      Rehearsal rehearsal =
          new Rehearsal(
              new Code("old", classPath),
              Code.own("new"),
              isShort ? Rehearsal.Size.SHORT : Rehearsal.Size.FULL,
              System.out::println);
      Verdict verdict = rehearsal.run(lab);
      verdict.complaints().forEach(wrong -> System.out.println("BAD: " + wrong));
      return verdict.isGood();
    } catch (Exception e) {
      System.out.println("BAD: " + e.getMessage());
      System.out.println("ledgers and logs: " + folder.toAbsolutePath());
      return false;
    }
  }
}
