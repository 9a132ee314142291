package dev.awa.cli.top;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.top.Columns.Column;
import dev.awa.client.Awa;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** The newest jobs of a queue, in one state or in any. */
final class JobsView implements View {
  private static final int READ = 100;

  /** Null: any. */
  private static final List<@Nullable JobState> STATES = states();

  private final String queue;
  private final String by;
  private final Cursor<Long> cursor = new Cursor<>();
  private int height = 1;
  private volatile int state;
  private volatile @Nullable Page page;

  /** What was read, and in which state. */
  private record Page(int state, List<StoredJob> jobs, boolean hasMore) {}

  JobsView(String queue, String by) {
    this.queue = queue;
    this.by = by;
  }

  private static List<@Nullable JobState> states() {
    List<@Nullable JobState> all = new ArrayList<>();
    all.add(null);
    all.add(JobState.RUNNING);
    all.add(JobState.AVAILABLE);
    all.add(JobState.SCHEDULED);
    all.add(JobState.RETRYABLE);
    all.add(JobState.FAILED);
    all.add(JobState.CANCELLED);
    all.add(JobState.COMPLETED);
    return all;
  }

  @Override
  public void read(Awa awa) {
    int asked = state;
    JobFilter filter = JobFilter.newest(READ).withQueue(queue).withState(STATES.get(asked));
    var read = awa.jobs().page(filter);
    page = new Page(asked, read.jobs(), read.older().isPresent());
  }

  private @Nullable Page page() {
    Page read = page;
    return read == null || read.state() != state ? null : read;
  }

  private List<StoredJob> jobs() {
    Page read = page();
    return read == null ? List.of() : read.jobs();
  }

  private static List<Long> ids(List<StoredJob> jobs) {
    return jobs.stream().map(StoredJob::id).toList();
  }

  private static String word(@Nullable JobState state) {
    return state == null ? "any state" : state.word();
  }

  @Override
  public List<AttributedString> draw(int width, int high) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(
        Paint.heading(
            "Queue "
                + Printer.plain(queue)
                + ": jobs in "
                + word(STATES.get(state))
                + ", newest first"));
    lines.add(Paint.plain(""));
    Page read = page();
    if (read == null) {
      lines.add(Paint.plain("reading ..."));
      return lines;
    }
    height = Math.max(2, high - lines.size());
    lines.addAll(
        Paint.list(
            columns(Instant.now()).lines(read.jobs(), width), ids(read.jobs()), cursor, height));
    if (read.jobs().isEmpty()) {
      lines.add(
          Paint.plain(
              read.hasMore()
                  ? "None among the newest. awa job list looks through all."
                  : "There is none."));
    }
    return lines;
  }

  private static Columns<StoredJob> columns(Instant now) {
    return new Columns<>(
        List.of(
            new Column<>("ID", true, true, one -> "" + one.id()),
            new Column<>("STATE", false, true, one -> one.state().word()),
            new Column<>("ATTEMPT", true, false, one -> one.attempt() + "/" + one.maxAttempts()),
            new Column<>("CREATED", true, true, one -> Ago.words(one.createdAt(), now)),
            new Column<>("KIND", false, true, one -> Printer.plain(one.kind())),
            new Column<>("ARGUMENTS", false, true, one -> Printer.plain(one.args()))));
  }

  @Override
  public String keys() {
    return "Enter look  c cancel  t retry  Tab state  Esc back";
  }

  @Override
  public void press(String key, Desk desk) {
    List<Long> ids = ids(jobs());
    cursor.press(key, ids, height - 1);
    if (key.equals(Keys.TAB)) {
      state = (state + 1) % STATES.size();
      desk.refresh();
      return;
    }
    Long id = cursor.selected(ids);
    if (id == null) {
      return;
    }
    if (key.equals(Keys.ENTER)) {
      desk.open(new JobView(id, by));
    } else {
      JobKeys.press(key, id, by, desk);
    }
  }
}
