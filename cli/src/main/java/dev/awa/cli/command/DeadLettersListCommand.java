package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.StoredJob;
import dev.awa.admin.JobDocument;
import dev.awa.admin.JobsDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists dead letters, the newest death first. */
@Prints(JobsDocument.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Dead letters, the one that failed last first, with the first line of why.")
public final class DeadLettersListCommand implements Callable<Integer> {
  private static final List<String> HEADING =
      List.of("ID", "FAILED", "ATTEMPT", "QUEUE", "KIND", "REASON", "LAST ERROR");

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin FilterWords words = new FilterWords();
  @Mixin PageOptions page = new PageOptions();

  @Override
  public Integer call() {
    JobFilter filter = words.filter();
    if (filter.state() != null) {
      throw new UsageFailure("state: a dead letter has failed; leave the state out");
    }
    boolean isNamed = !filter.ids().isEmpty() || filter.uniqueKey() != null;
    JobFilter of = page.of(filter.withDeadLettersOnly().withByEnd(!isNamed));
    return target.with(
        awa -> new Listing(printer, HEADING, DeadLettersListCommand::row).print(awa, of));
  }

  private static List<String> row(StoredJob job) {
    return List.of(
        "" + job.id(),
        Printer.time(Objects.requireNonNull(job.finishedAt())),
        job.attempt() + "/" + job.maxAttempts(),
        Printer.plain(job.queue()),
        Printer.plain(job.kind()),
        Printer.plain(job.reason()),
        Printer.plain(lastError(job)));
  }

  private static String lastError(StoredJob job) {
    if (JobDocument.of(job).get("errors") instanceof JsonNode errors && !errors.isEmpty()) {
      String text = errors.get(errors.size() - 1).path("error").asString("");
      return text.lines().findFirst().orElse("");
    }
    return "";
  }
}
