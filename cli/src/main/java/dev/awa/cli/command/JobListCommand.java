package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.admin.JobsDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists jobs, page by page. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Jobs, newest first, page by page until there are as many as were asked for.",
      "What is rare among millions takes a while: what was found by then is printed at once."
    })
public final class JobListCommand implements Callable<Integer> {
  private static final List<String> HEADING =
      List.of("ID", "STATE", "ATTEMPT", "CREATED", "QUEUE", "KIND", "ARGUMENTS");

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--state",
      converter = JobStates.class,
      paramLabel = "STATE",
      description = "Only of this state: scheduled, available, running, ...")
  @Nullable JobState state;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "Only of this queue.")
  @Nullable String queue;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind.")
  @Nullable String kind;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "How many at most; default ${DEFAULT-VALUE}.")
  int limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only older ones, with a smaller id: the next page.")
  @Nullable Long before;

  @Override
  public Integer call() {
    JobFilter filter =
        JobFilter.newest(limit).withState(state).withQueue(queue).withKind(kind).withBefore(before);
    return target.with(awa -> list(awa, filter));
  }

  /** Prints what a page has as soon as it is there: the next one may take a while. */
  private int list(Awa awa, JobFilter filter) {
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
    return printer.print(
        JobsDocument.of(jobs, next),
        out -> next.ifPresent(id -> out.println("older ones: --before " + id)));
  }

  private static List<List<String>> rows(JobPage page) {
    return page.jobs().stream().map(JobListCommand::row).toList();
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
}
