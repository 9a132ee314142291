package dev.awa.cli.job;

import dev.awa.JobAttempt;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Table;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the runs of a job, a line each. */
final class AttemptLines {
  private AttemptLines() {}

  /** Nothing where no run is known. */
  static void print(PrintWriter out, List<JobAttempt> attempts) {
    if (attempts.isEmpty()) {
      return;
    }
    out.println();
    Table.print(
        out,
        List.of("RUN", "ATTEMPT", "CAME", "STARTED", "ENDED", "OUTCOME", "WORKER"),
        attempts.stream().map(AttemptLines::row).toList());
  }

  private static List<String> row(JobAttempt run) {
    return List.of(
        "" + run.runNo(),
        "" + run.attempt(),
        word(run.cause()),
        time(run.startedAt()),
        time(run.endedAt()),
        word(run.outcome()),
        word(run.worker()));
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "-" : Printer.time(time);
  }

  private static String word(@Nullable String word) {
    return word == null ? "-" : Printer.plain(word).replace('_', ' ');
  }
}
