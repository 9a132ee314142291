package dev.awa.cli.job;

import dev.awa.AttemptOutput;
import dev.awa.JobAttempt;
import dev.awa.JobProgress;
import dev.awa.LogLine;
import dev.awa.StoredJob;
import dev.awa.admin.Documents;
import dev.awa.admin.JobDocument;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/**
 * A job with its progress, attempts, errors, outputs and log, as it is shown.
 *
 * @param facts the whole document
 */
public record ShownJob(
    Map<String, @Nullable Object> facts,
    List<JobAttempt> attempts,
    List<AttemptOutput> outputs,
    List<LogLine> log) {
  private static final ObjectWriter LINE =
      Documents.JSON.writer().without(SerializationFeature.INDENT_OUTPUT);

  private static final int BAR_WIDTH = 30;

  private static final Pattern SERVERS_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*(Z|[+-]\\d\\d:\\d\\d)");

  /** What comes after the facts, in lines of its own. */
  private static final Set<String> BELOW = Set.of("attempts", "outputs", "errors", "log");

  /**
   * What the heading of an error leaves out: it stands there already, or in the list of attempts.
   */
  private static final Set<String> BESIDE =
      Set.of("attempt", "put_back", "error", "output", "run_no", "outcome", "ran_ms");

  /**
   * Reads a job; empty when there is none, or its history is no longer kept.
   *
   * @param reveal whether masked arguments are shown
   */
  public static Optional<ShownJob> of(Awa awa, long id, boolean reveal) {
    Optional<StoredJob> job = (reveal ? awa.jobs().revealing() : awa.jobs()).find(id);
    return job.map(found -> of(awa, found));
  }

  private static ShownJob of(Awa awa, StoredJob job) {
    List<AttemptOutput> outputs = awa.jobs().outputs(job.id());
    List<JobAttempt> attempts = awa.jobs().attempts(job.id());
    List<LogLine> log = awa.jobs().log(job.id());
    return new ShownJob(JobDocument.of(job, attempts, outputs, log), attempts, outputs, log);
  }

  /** The job for people, line by line. */
  public List<String> lines() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    print(out);
    out.flush();
    return text.toString().lines().toList();
  }

  private void print(PrintWriter out) {
    facts.forEach((name, value) -> {
      if (value != null && !BELOW.contains(name)) {
        out.printf(Locale.ROOT, "%-13s %s%n", name, fact(name, value));
      }
    });
    AttemptLines.print(out, attempts);
    if (facts.get("errors") instanceof JsonNode errors) {
      errors.values().forEach(error -> print(out, error));
    }
    for (AttemptOutput output : outputs) {
      out.println();
      out.println(
          "output of attempt " + output.attempt() + ", " + Printer.time(output.recordedAt()) + ":");
      print(out, output.text());
    }
    printLog(out);
  }

  private static String fact(String name, Object value) {
    return switch (value) {
      case Instant time -> Printer.time(time);
      case JobProgress progress -> bar(progress);
      case List<?> words -> String.join(", ", words.stream().map(String::valueOf).toList());
      case JsonNode json when json.isString() && !name.equals("args") ->
          Printer.plain(timely(json.asString()));
      case JsonNode json -> Printer.plain(LINE.writeValueAsString(json));
      default -> Printer.plain(value);
    };
  }

  /** A time that the server has written stands as all others do; any other text as it is. */
  private static String timely(String text) {
    try {
      return SERVERS_TIME.matcher(text).matches()
          ? Printer.time(OffsetDateTime.parse(text).toInstant())
          : text;
    } catch (DateTimeParseException e) {
      return text;
    }
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

  private void printLog(PrintWriter out) {
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
          if (!BESIDE.contains(part.getKey())) {
            heading
                .append(", ")
                .append(part.getKey())
                .append(' ')
                .append(timely(part.getValue().asString("")));
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
