package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.admin.JobsDocument;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists jobs, page by page. */
@Prints(JobsDocument.class)
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Jobs, newest first, page by page until there are as many as were asked for.",
      "What is rare among millions takes a while: what was found by then is printed at once."
    })
public final class JobListCommand implements Callable<Integer> {
  static final List<String> HEADING =
      List.of("ID", "STATE", "ATTEMPT", "CREATED", "QUEUE", "KIND", "ARGUMENTS");

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin FilterWords words = new FilterWords();
  @Mixin PageOptions page = new PageOptions();

  @Option(
      names = "--state",
      converter = JobStates.class,
      paramLabel = "STATE",
      description = "Only of this state: scheduled, available, running, ...")
  @Nullable JobState state;

  @Option(
      names = "--by-end",
      description =
          "The one that finished last first. Needs the state failed, cancelled or dead_letter.")
  boolean byEnd;

  @Override
  public Integer call() {
    JobFilter filter = words.filter();
    FilterWords.refuseTwice("state", state, filter.state());
    JobFilter of = page.of((state == null ? filter : filter.withState(state)).withByEnd(byEnd));
    return target.with(awa -> new Listing(printer, HEADING, JobListCommand::row).print(awa, of));
  }

  static List<String> row(StoredJob job) {
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
