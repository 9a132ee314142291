package dev.awa.cli.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.admin.Units;
import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Doctor;
import dev.awa.admin.doctor.Examined;
import dev.awa.admin.doctor.Finding;
import dev.awa.admin.doctor.Level;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong with a queue and its server, what follows, and what mends it. */
@Prints(Diagnosis.class)
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Look at the queue, its schema, its workers and its server: what is wrong, what follows of"
          + " it, and what mends it. Changes nothing.",
      "Exit status: 0 nothing is wrong (notes do not count), 3 something is, 1 something could not"
          + " be looked at."
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int INCOMPLETE = 1;
  private static final int ILL = 3;

  /** The doctor has one connection, the queue another, and a try of the pooler a third. */
  private static final int CONNECTIONS = 3;

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--within",
      defaultValue = "10s",
      paramLabel = "TIME",
      description = "How long each look may take, 1s to 5m; default ${DEFAULT-VALUE}.")
  Duration within = Duration.ofSeconds(10);

  @Override
  public Integer call() {
    if (within.toSeconds() < 1 || within.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new UsageFailure("--within: must be 1s to 5m, got " + Units.words(within));
    }
    try (HikariDataSource dataSource = target.dataSource(CONNECTIONS)) {
      Doctor doctor =
          new Doctor(dataSource, source -> Awa.of(source, target.schema), target.schema, within);
      return print(doctor.examine());
    }
  }

  private int print(Diagnosis diagnosis) {
    int printed = printer.print(diagnosis, out -> write(out, diagnosis));
    if (diagnosis.worst().filter(level -> level != Level.NOTE).isPresent()) {
      return ILL;
    }
    return diagnosis.isComplete() ? printed : INCOMPLETE;
  }

  private static void write(PrintWriter out, Diagnosis diagnosis) {
    for (Finding finding : diagnosis.findings()) {
      out.println(finding.level().word().toUpperCase(Locale.ROOT) + "  " + line(finding));
      out.println("  seen   " + Printer.plain(finding.evidence()));
      out.println("  hence  " + Printer.plain(finding.consequence()));
      out.println("  mend   " + Printer.plain(finding.remedy()));
      out.println();
    }
    List<Examined> failed =
        diagnosis.exams().stream().filter(exam -> exam.failure() != null).toList();
    for (Examined exam : failed) {
      out.println("not looked at: " + exam.exam() + ": " + Printer.plain(exam.failure()));
    }
    out.println(
        "looked at "
            + (diagnosis.exams().size() - failed.size())
            + " of "
            + diagnosis.exams().size()
            + " things: "
            + diagnosis.findings().size()
            + (diagnosis.findings().size() == 1 ? " finding" : " findings"));
  }

  private static String line(Finding finding) {
    return finding.exam() + ": " + Printer.plain(finding.found());
  }
}
