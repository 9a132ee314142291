package dev.awa.cli.command;

import dev.awa.AttemptOutput;
import dev.awa.JobProgress;
import dev.awa.LogLine;
import dev.awa.StoredJob;
import dev.awa.admin.Documents;
import dev.awa.admin.JobDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/** Shows one job. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "One job with its progress, errors, outputs and log.")
public final class JobShowCommand implements Callable<Integer> {
  private static final ObjectWriter LINE =
      Documents.JSON.writer().without(SerializationFeature.INDENT_OUTPUT);

  private static final int BAR_WIDTH = 30;

  /** What comes after the facts, in lines of its own. */
  private static final Set<String> BELOW = Set.of("outputs", "errors", "log");

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Parameters(paramLabel = "ID", description = "The job.")
  long id;

  @Option(
      names = "--reveal",
      description =
          "Arguments as they are stored: masked fields are shown. Encrypted ones stay encrypted.")
  boolean reveal;

  @Override
  public Integer call() {
    return target.with(this::show);
  }

  private int show(Awa awa) {
    StoredJob job =
        (reveal ? awa.jobs().revealing() : awa.jobs())
            .find(id)
            .orElseThrow(() ->
                new CommandFailure(
                    "job " + id + ": there is none, or its history is no longer kept"));
    List<AttemptOutput> outputs = awa.jobs().outputs(id);
    Map<String, @Nullable Object> facts = JobDocument.of(job);
    facts.put("outputs", outputs);
    List<LogLine> log = awa.jobs().log(id);
    facts.put("log", log);
    return printer.print(
        facts,
        out -> {
          lines(out, facts, outputs);
          print(out, log);
        });
  }

  private static void lines(
      PrintWriter out, Map<String, @Nullable Object> facts, List<AttemptOutput> outputs) {
    facts.forEach((name, value) -> {
      if (value != null && !BELOW.contains(name)) {
        out.printf(Locale.ROOT, "%-13s %s%n", name, fact(value));
      }
    });
    if (facts.get("errors") instanceof JsonNode errors) {
      errors.values().forEach(error -> print(out, error));
    }
    for (AttemptOutput output : outputs) {
      out.println();
      out.println(
          "output of attempt " + output.attempt() + ", " + Printer.time(output.recordedAt()) + ":");
      print(out, output.text());
    }
  }

  private static String fact(Object value) {
    return switch (value) {
      case Instant time -> Printer.time(time);
      case JobProgress progress -> bar(progress);
      case JsonNode json -> Printer.plain(LINE.writeValueAsString(json));
      default -> Printer.plain(value);
    };
  }

  private static String bar(JobProgress progress) {
    int full = (int) (progress.percent() / 100 * BAR_WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %.0f %%  %s, %s",
        "=".repeat(full),
        " ".repeat(BAR_WIDTH - full),
        Math.floor(progress.percent()), // 100 is done
        Printer.plain(progress.message()),
        Printer.time(progress.at()));
  }

  private static void print(PrintWriter out, List<LogLine> log) {
    LogLine before = null;
    for (LogLine line : log) {
      if (before == null || before.runNo() != line.runNo()) {
        out.println();
        out.println("log of attempt " + line.attempt() + ":");
      }
      print(out, Printer.time(line.at()) + "  " + line.text());
      before = line;
    }
  }

  /** An error of an attempt, or why there was none: a heading with its facts, then its lines. */
  private static void print(PrintWriter out, JsonNode error) {
    StringBuilder heading =
        new StringBuilder(error.has("put_back") ? "put back before attempt " : "error of attempt ");
    heading.append(error.path("attempt").asString("?"));
    error
        .properties()
        .forEach(part -> {
          if (!Set.of("attempt", "put_back", "error", "output").contains(part.getKey())) {
            heading
                .append(", ")
                .append(part.getKey())
                .append(' ')
                .append(part.getValue().asString(""));
          }
        });
    out.println();
    out.println(Printer.plain(heading) + ":");
    print(out, error.path("error").asString(""));
  }

  private static void print(PrintWriter out, String text) {
    text.lines().forEach(line -> out.println("  " + Printer.plain(line.replace("\t", "    "))));
  }
}
