package dev.awa.cli.command;

import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.cli.database.Target;
import dev.awa.cli.job.JobLines;
import dev.awa.cli.job.ObjectOption;
import dev.awa.cli.job.TraceOption;
import dev.awa.cli.job.UniqueOption;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Progress;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Enqueues the jobs of a file, in one transaction. */
@Prints(EnqueueCommand.Answer.class)
@Command(
    name = "enqueue",
    mixinStandardHelpOptions = true,
    description = {
      "Enqueue jobs from a file of any size: one JSON value, the arguments of one job, on each"
          + " line.",
      "All or nothing: a bad line is refused with its number, column and reason, and nothing is"
          + " enqueued."
    })
public final class EnqueueCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin JobOptions jobs = new JobOptions();

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "The file; - for standard input.")
  String file = "-";

  @Option(
      names = "--skip-bad",
      paramLabel = "FILE",
      description = "Write bad lines to this file and enqueue the others.")
  @Nullable Path skipBad;

  @Option(names = "--delay", paramLabel = "TIME", description = "Not before this time has passed.")
  @Nullable Duration delay;

  @Option(
      names = "--run-at",
      paramLabel = "INSTANT",
      description = "Not before this instant: 2026-11-28T10:00:00Z, or with an offset (+01:00).")
  @Nullable String runAt;

  @Option(
      names = "--unique",
      paramLabel = "JSON",
      description = {
        "What makes a job a duplicate, as the SQL function has it, every part optional:",
        "{\"queue\": true, \"args\": true or [\"field\", ...], \"key\": \"text\", \"period\":"
            + " seconds, \"hold\": [\"completed\", ...], \"on_conflict\": \"return\", \"fail\" or"
            + " \"replace\", \"longest_wait\": seconds}"
      })
  @Nullable String unique;

  @Mixin TraceOption trace = new TraceOption();

  /** What is printed as JSON. */
  record Answer(
      long enqueued,
      long replaced,
      long duplicates,
      long bad,
      double seconds,
      long jobsPerSecond) {}

  @Override
  public Integer call() {
    Function<RawJson, Job<RawJson>> template = template();
    return target.with(awa -> enqueue(awa, template));
  }

  private int enqueue(Awa awa, Function<RawJson, Job<RawJson>> template) {
    try (InputStream in = new BufferedInputStream(input(), 1 << 16);
        OutputStream bad = skipBad == null ? null : new BufferedOutputStream(output(skipBad))) {
      long begun = System.nanoTime();
      JobLines lines = new JobLines(in, template, awa::validate, bad);
      Map<Enqueued.Verdict, Long> verdicts = new EnumMap<>(Enqueued.Verdict.class);
      try (Progress progress = Progress.of(lines::bytes, size(), !printer.json)) {
        awa.copy(lines, answer -> verdicts.merge(answer.verdict(), 1L, Long::sum));
      }
      return report(verdicts, lines.skipped(), (System.nanoTime() - begun) / 1e9);
    } catch (IOException e) {
      throw new CommandFailure("could not read " + file + ": " + why(e));
    } catch (UncheckedIOException e) {
      throw new CommandFailure("could not read " + file + ": " + e.getCause());
    }
  }

  private Function<RawJson, Job<RawJson>> template() {
    if (delay != null && runAt != null) {
      throw new UsageFailure("--delay, --run-at: name one of them, not both");
    }
    Job<RawJson> job = jobs.job("null");
    job = delay == null ? job : job.withDelay(delay);
    job = runAt == null ? job : job.withRunAt(Moment.instant("--run-at", runAt));
    job =
        unique == null
            ? job
            : job.withUnique(UniqueOption.read(ObjectOption.read("--unique", unique)));
    job = trace.context(System.getenv()).map(job::withTraceContext).orElse(job);
    return job::withArgs;
  }

  private InputStream input() throws IOException {
    return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
  }

  private static OutputStream output(Path path) {
    try {
      return Files.newOutputStream(path);
    } catch (IOException e) {
      throw new CommandFailure("could not write --skip-bad " + path + ": " + why(e));
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException ignored ->
          "there is no such file or folder (from " + Path.of("").toAbsolutePath() + ")";
      case AccessDeniedException ignored -> "this user may not";
      default -> e.toString();
    };
  }

  private long size() throws IOException {
    return file.equals("-") ? 0 : Files.size(Path.of(file));
  }

  private int report(Map<Enqueued.Verdict, Long> verdicts, long bad, double seconds) {
    long enqueued = verdicts.getOrDefault(Enqueued.Verdict.ENQUEUED, 0L);
    long replaced = verdicts.getOrDefault(Enqueued.Verdict.REPLACED, 0L);
    long duplicates = verdicts.getOrDefault(Enqueued.Verdict.DUPLICATE, 0L);
    Answer answer =
        new Answer(
            enqueued,
            replaced,
            duplicates,
            bad,
            Math.round(seconds * 1000) / 1000.0,
            Math.round(enqueued / seconds));
    return printer.print(
        answer,
        out -> {
          out.printf(
              Locale.ROOT,
              "%,d enqueued in %.1f s, %,d jobs/s%n",
              enqueued,
              seconds,
              Math.round(enqueued / seconds));
          if (replaced > 0) {
            out.printf(Locale.ROOT, "%,d replaced a job that waits for its time%n", replaced);
          }
          if (duplicates > 0) {
            out.printf(Locale.ROOT, "%,d were duplicates of jobs that are there%n", duplicates);
          }
          if (bad > 0) {
            out.printf(Locale.ROOT, "%,d bad lines were written to %s%n", bad, skipBad);
          }
        });
  }
}
