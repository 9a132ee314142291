package dev.awa.cli.command;

import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.StoredJob;
import dev.awa.admin.JobsDocument;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints the jobs of a filter, page by page until there are as many as were asked for. */
final class Listing {
  /** What a row has of a job. */
  interface Row {
    List<String> of(StoredJob job);
  }

  private final Printer printer;
  private final List<String> heading;
  private final Row row;
  private final List<StoredJob> jobs = new ArrayList<>();
  private Optional<JobCursor> older = Optional.empty();
  private Optional<JobCursor> newer = Optional.empty();

  Listing(Printer printer, List<String> heading, Row row) {
    this.printer = printer;
    this.heading = heading;
    this.row = row;
  }

  /** Says first what no index answers. */
  int print(Awa awa, JobFilter filter) {
    Optional<String> note = filter.cost();
    note.ifPresent(printer::note);
    if (filter.newerThan() == null) {
      goDown(awa, filter);
    } else {
      goUp(awa, filter);
    }
    List<String> notes = new ArrayList<>(note.stream().toList());
    if (jobs.isEmpty()) {
      notes.addAll(UnknownNames.tell(awa, filter, printer));
    }
    Optional<String> all =
        notes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", notes));
    return printer.print(
        JobsDocument.of(jobs, older, newer, all),
        out -> {
          if (jobs.isEmpty() && !filter.isEmpty()) {
            out.println("no job matches " + Printer.plain(filter));
          }
          older.ifPresent(cursor -> out.println("older ones: --before " + cursor));
          newer.ifPresent(cursor -> out.println("newer ones: --after " + cursor));
        });
  }

  /** Prints what a page has as soon as it is there: the next one may take a while. */
  private void goDown(Awa awa, JobFilter filter) {
    JobPage page = awa.jobs().page(filter);
    newer = page.newer();
    show(page.jobs());
    while (page.older().isPresent() && jobs.size() < filter.limit()) {
      page = awa.jobs().page(rest(filter).withOlderThan(page.older().get()));
      if (!page.jobs().isEmpty()) {
        show(page.jobs());
      }
    }
    older = page.older();
  }

  private void show(List<StoredJob> some) {
    printer.rows(heading, some.stream().map(row::of).toList());
    jobs.addAll(some);
  }

  /** The newest come last, and are printed first. */
  private void goUp(Awa awa, JobFilter filter) {
    JobPage page = awa.jobs().page(filter);
    older = page.older();
    jobs.addAll(page.jobs());
    while (page.newer().isPresent() && jobs.size() < filter.limit()) {
      page = awa.jobs().page(rest(filter).withNewerThan(page.newer().get()));
      jobs.addAll(0, page.jobs());
    }
    newer = page.newer();
    printer.rows(heading, jobs.stream().map(row::of).toList());
  }

  private JobFilter rest(JobFilter filter) {
    return filter.withLimit(filter.limit() - jobs.size());
  }
}
