package dev.awa.admin.http;

import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.StoredJob;
import dev.awa.admin.JobsDocument;
import dev.awa.client.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of jobs that fits into memory, however large their arguments are: jobs are read some at a
 * time, a page ends early when it has many bytes, and long arguments are left out.
 */
final class ListedJobs {
  /** Characters of the arguments of a job that a list shows. */
  static final int ARGS_CHARACTERS = 16 * 1024;

  private static final int AT_ONCE = 20;
  private static final int PAGE_CHARACTERS = 4 * 1024 * 1024;

  private final Jobs jobs;
  private final JobFilter filter;
  private final List<StoredJob> found = new ArrayList<>();
  private long characters;
  private boolean isCut;
  private int leftOut;

  private ListedJobs(Jobs jobs, JobFilter filter) {
    this.jobs = jobs;
    this.filter = filter;
  }

  static JobsDocument of(Jobs jobs, JobFilter filter) {
    return new ListedJobs(jobs, filter).document();
  }

  private JobsDocument document() {
    boolean goesNewer = filter.newerThan() != null;
    JobPage first = next(filter);
    JobPage last = first;
    while (goesOn(last, goesNewer)) {
      JobFilter more = filter.withLimit(filter.limit() - found.size());
      JobCursor from = (goesNewer ? last.newer() : last.older()).orElseThrow();
      last = next(goesNewer ? more.withNewerThan(from) : more.withOlderThan(from));
    }
    return JobsDocument.of(
        List.copyOf(found),
        (goesNewer ? first : last).older(),
        (goesNewer ? last : first).newer(),
        note());
  }

  private JobPage next(JobFilter from) {
    int most = Math.min(AT_ONCE, from.limit());
    JobPage page = jobs.page(from.withLimit(most));
    List<StoredJob> shown = page.jobs().stream().map(this::shortened).toList();
    found.addAll(filter.newerThan() == null ? found.size() : 0, shown);
    isCut = page.jobs().size() < most; // it has looked at as many rows as it may
    return page;
  }

  private StoredJob shortened(StoredJob job) {
    boolean isLong = job.args().length() > ARGS_CHARACTERS;
    leftOut += isLong ? 1 : 0;
    StoredJob shown = isLong ? job.showing("null") : job;
    characters += shown.args().length() + shown.ext().length();
    return shown;
  }

  private boolean goesOn(JobPage last, boolean goesNewer) {
    boolean isMore = (goesNewer ? last.newer() : last.older()).isPresent();
    return isMore && !isCut && found.size() < filter.limit() && characters < PAGE_CHARACTERS;
  }

  private Optional<String> note() {
    Stream<String> tooLong =
        leftOut == 0
            ? Stream.empty()
            : Stream.of(
                "args is null for "
                    + leftOut
                    + " jobs whose arguments have more than "
                    + ARGS_CHARACTERS
                    + " characters: GET /api/jobs/{id} shows them.");
    Stream<String> early =
        characters < PAGE_CHARACTERS
            ? Stream.empty()
            : Stream.of("The page has fewer jobs than asked for, because they are large.");
    String note =
        Stream.of(filter.cost().stream(), tooLong, early)
            .flatMap(words -> words)
            .collect(Collectors.joining(" "));
    return note.isEmpty() ? Optional.empty() : Optional.of(note);
  }
}
