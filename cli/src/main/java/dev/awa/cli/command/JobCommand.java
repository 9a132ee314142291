package dev.awa.cli.command;

import dev.awa.AttemptOutput;
import dev.awa.CancelVerdict;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/** Looks at and steers jobs. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at jobs, cancel them.")
public final class JobCommand {
  private static final ObjectWriter LINE =
      Printer.JSON.writer().without(SerializationFeature.INDENT_OUTPUT);

  private static final List<String> HEADING =
      List.of("ID", "STATE", "ATTEMPT", "CREATED", "QUEUE", "KIND", "ARGUMENTS");

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Jobs, newest first, page by page until there are as many as were asked for.",
        "What is rare among millions takes a while: what was found by then is printed at once."
      })
  int list(
      @Option(
              names = "--state",
              description = "Only of this state: scheduled, available, running, ...")
          @Nullable String state,
      @Option(names = "--queue", description = "Only of this queue.") @Nullable String queue,
      @Option(names = "--kind", description = "Only of this kind.") @Nullable String kind,
      @Option(
              names = "--limit",
              defaultValue = "20",
              description = "How many at most; default ${DEFAULT-VALUE}.")
          int limit,
      @Option(
              names = "--before",
              paramLabel = "ID",
              description = "Only older ones, with a smaller id: the next page.")
          @Nullable Long before,
      @Mixin Target target,
      @Mixin Printer printer) {
    JobFilter filter = new JobFilter(state(state), queue, kind, before, limit);
    return target.with(awa -> list(awa, filter, printer));
  }

  private static @Nullable JobState state(@Nullable String word) {
    if (word == null) {
      return null;
    }
    try {
      return JobState.of(word);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "state: must be one of "
              + String.join(", ", Arrays.stream(JobState.values()).map(JobState::word).toList())
              + ", got "
              + word);
    }
  }

  /** Prints what a page has as soon as it is there: the next one may take a while. */
  private static int list(Awa awa, JobFilter filter, Printer printer) {
    List<StoredJob> jobs = new ArrayList<>();
    JobPage page = awa.jobs().page(filter);
    printer.rows(HEADING, rows(page));
    jobs.addAll(page.jobs());
    while (page.next().isPresent() && jobs.size() < filter.limit()) {
      JobFilter rest = filter.withLimit(filter.limit() - jobs.size());
      page = awa.jobs().page(rest.withBefore(page.next().getAsLong()));
      if (!page.jobs().isEmpty()) {
        printer.rows(HEADING, rows(page));
      }
      jobs.addAll(page.jobs());
    }
    OptionalLong next = page.next();
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("jobs", jobs.stream().map(JobCommand::facts).toList());
    answer.put("next", next.isPresent() ? next.getAsLong() : null);
    return printer.print(
        answer, out -> next.ifPresent(id -> out.println("older ones: --before " + id)));
  }

  private static List<List<String>> rows(JobPage page) {
    return page.jobs().stream().map(JobCommand::row).toList();
  }

  private static List<String> row(StoredJob job) {
    return List.of(
        "" + job.id(),
        job.state().word(),
        job.attempt() + "/" + job.maxAttempts(),
        Printer.time(job.createdAt()),
        Printer.plain(job.queue()),
        Printer.plain(job.kind()),
        Printer.plain(job.args()));
  }

  private static Map<String, @Nullable Object> facts(StoredJob job) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("id", job.id());
    facts.put("state", job.state().word());
    facts.put("kind", job.kind());
    facts.put("queue", job.queue());
    facts.put("priority", job.priority());
    facts.put("attempt", job.attempt());
    facts.put("max_attempts", job.maxAttempts());
    facts.put("run_lease", job.runLease());
    facts.put("created_at", job.createdAt());
    facts.put("run_at", job.runAt());
    facts.put("finished_at", job.finishedAt());
    facts.put("reason", job.reason());
    facts.put("args", json(job.args()));
    JsonNode ext = json(job.ext());
    ext.properties().stream()
        .filter(part -> !Set.of("created_at", "errors").contains(part.getKey()))
        .forEach(part -> facts.put(part.getKey(), part.getValue()));
    if (ext.has("errors")) {
      facts.put("errors", ext.get("errors"));
    }
    return facts;
  }

  private static JsonNode json(String text) {
    return Printer.JSON.readTree(text);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One job with its errors and outputs.")
  int show(
      @Parameters(paramLabel = "ID", description = "The job.") long id,
      @Mixin Target target,
      @Mixin Printer printer) {
    return target.with(awa -> show(awa, id, printer));
  }

  private static int show(Awa awa, long id, Printer printer) {
    StoredJob job =
        awa.jobs()
            .find(id)
            .orElseThrow(() ->
                new CommandFailure(
                    "job " + id + ": there is none, or its history is no longer kept"));
    List<AttemptOutput> outputs = awa.jobs().outputs(id);
    Map<String, @Nullable Object> facts = facts(job);
    facts.put("outputs", outputs);
    return printer.print(facts, out -> lines(out, facts, outputs));
  }

  private static void lines(
      PrintWriter out, Map<String, @Nullable Object> facts, List<AttemptOutput> outputs) {
    facts.forEach((name, value) -> {
      if (value != null && !name.equals("outputs") && !name.equals("errors")) {
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
    return value instanceof Instant time
        ? Printer.time(time)
        : Printer.plain(value instanceof JsonNode json ? LINE.writeValueAsString(json) : value);
  }

  /** An error of an attempt: a heading with its facts, then its lines. */
  private static void print(PrintWriter out, JsonNode error) {
    StringBuilder heading = new StringBuilder("error of attempt ");
    heading.append(error.path("attempt").asString("?"));
    error
        .properties()
        .forEach(part -> {
          if (!Set.of("attempt", "error", "output").contains(part.getKey())) {
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

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = {
        "Cancel a job, wherever it is, or every unfinished job of a queue.",
        "Exit status 1 when nothing was cancelled."
      })
  int cancel(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "The job.") @Nullable Long id,
      @Option(names = "--queue", description = "Instead of an id: every job of this queue.")
          @Nullable String queue,
      @Option(names = "--kind", description = "With --queue: only of this kind.")
          @Nullable String kind,
      @Option(
              names = "--state",
              description =
                  "With --queue: only of this state: scheduled, retryable, available, running.")
          @Nullable String state,
      @Option(
              names = "--reason",
              defaultValue = "cancelled by an operator",
              description = "Kept with the job.")
          String reason,
      @Mixin Target target,
      @Mixin Printer printer) {
    if ((id == null) == (queue == null)) {
      throw new CommandFailure("name either the job, by its id, or --queue");
    }
    if (id == null) {
      JobFilter filter = new JobFilter(state(state), queue, kind, JobFilter.MAX_LIMIT);
      return target.with(awa -> cancelAll(awa, filter, reason, printer));
    }
    return target.with(awa -> cancel(awa, id, reason, printer));
  }

  private static int cancelAll(Awa awa, JobFilter filter, String reason, Printer printer) {
    long cancelled = 0;
    long some = awa.jobs().cancelAll(filter, reason);
    while (some > 0) {
      cancelled += some;
      some = awa.jobs().cancelAll(filter, reason);
    }
    long all = cancelled;
    printer.print(Map.of("cancelled", all), out -> out.println(all + " jobs cancelled"));
    return all > 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static int cancel(Awa awa, long id, String reason, Printer printer) {
    CancelVerdict verdict = awa.jobs().cancel(id, reason);
    String word = verdict.name().toLowerCase(Locale.ROOT);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", id);
    answer.put("verdict", word);
    printer.print(answer, out -> out.println("job " + id + ": " + word));
    return verdict == CancelVerdict.CANCELLED ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
