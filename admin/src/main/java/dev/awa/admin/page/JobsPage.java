package dev.awa.admin.page;

import dev.awa.JobState;
import dev.awa.QueuePause;
import dev.awa.QueueStatus;
import dev.awa.admin.JobsDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which jobs are these, and what may one do with them?
 *
 * @param place {@code jobs} or {@code dead-letters}
 * @param tabs the states; none of dead letters
 * @param groups what the dead letters of this page died of
 * @param known conditions that some of these jobs fulfil, for the search field to offer
 * @param save saves the search as a view
 * @param columns which its table has
 * @param isLast whether these are the oldest
 * @param all how many dead letters were searched for; null: of jobs, and where no counter knows
 * @param kept for how long dead letters are kept, in words; empty: of jobs, and unknown
 * @param paused that nobody claims from the queue that was searched for, and why; null: somebody
 *     does, or no queue was named
 */
record JobsPage(
    String place,
    Search search,
    List<Tab> tabs,
    List<JobRow> rows,
    @Nullable String older,
    @Nullable String newer,
    @Nullable String note,
    List<Group> groups,
    List<Deed> deeds,
    List<String> known,
    Deed save,
    boolean isLast,
    Columns columns,
    ListOrder order,
    @Nullable Long all,
    String kept,
    @Nullable QueuePause paused,
    Now now) {
  /** Older than any job: the page with the oldest ones is the one that is newer than this. */
  private static final String END = "0";

  private static final String END_BY_END = "0001-01-01T00:00:00Z/0";
  private static final int KNOWN = 100;
  private static final int REASON_CHARACTERS = 100;

  /**
   * A state.
   *
   * @param count how many jobs are in it; null where no counter knows
   */
  record Tab(String word, String search, @Nullable Long count, boolean isHere) {}

  /** Dead letters of one kind with the same first line of their error. */
  record Group(String kind, String trouble, long jobs, String search) {}

  static Page of(Visit visit) {
    return page(visit, "jobs", "Jobs");
  }

  /** Dead letters alone, the one that failed last first. */
  static Page ofDeadLetters(Visit visit) {
    return page(visit, "dead-letters", "Dead letters");
  }

  private static Page page(Visit visit, String place, String title) {
    Counts counts = visit.counts();
    Search search = search(visit, place, counts);
    List<Long> ids = search.filter().ids();
    if (ids.size() == 1 && search.terms().size() == 1 && place.equals("jobs")) {
      return Page.elsewhere("jobs/" + ids.getFirst());
    }
    Columns columns = Columns.of(visit);
    Columns chosen = Columns.chosen(visit);
    if (chosen != null) {
      String ordered = ListOrder.of(visit, search, place.equals("dead-letters")).tail();
      String list = place + "?q=" + Words.query(search.text()) + chosen.tail() + ordered;
      return Page.elsewhere(list).withCookie(chosen.cookie());
    }
    boolean isDead = place.equals("dead-letters");
    ListOrder order = ListOrder.of(visit, search, isDead);
    JobsDocument found = found(visit, place, search, order);
    boolean isLast = visit.query().get("after").equals(end(isDead, order));
    List<JobRow> rows =
        found.jobs().stream().map(JobRow::of).map(row -> isDead ? row.dead() : row).toList();
    JobsPage page =
        new JobsPage(
            place,
            search,
            isDead ? List.of() : tabs(search, counts),
            rows,
            isLast ? null : found.older(),
            found.newer(),
            found.note(),
            isDead ? DeadGroups.of(found.jobs(), search) : List.of(),
            isDead ? ManyJobs.ofDeadLetters(visit) : ManyJobs.deeds(visit, search.filter().state()),
            known(found.jobs()),
            Deed.of(visit, "view-save", "save", "Save view", "Save this search as a view?"),
            isLast || found.older() == null,
            columns,
            order,
            isDead ? deadLetters(search, counts) : null,
            isDead ? DeadKept.words(visit, search.filter()) : "",
            paused(visit, search.filter().queue()),
            visit.now());
    return Page.of(title, place, out -> JtejobsGenerated.render(out, null, page));
  }

  private static String end(boolean isDead, ListOrder order) {
    return isDead || order.byEnd() ? END_BY_END : END;
  }

  /** How many there are, where the counters know that. */
  private static @Nullable Long deadLetters(Search search, Counts all) {
    if (!search.isCounted()) {
      return null;
    }
    String queue = search.filter().queue();
    Counts counts = queue == null ? all : all.only(queue);
    return queue == null && !all.isAll() ? null : Long.valueOf(counts.deadLetters());
  }

  private static @Nullable QueuePause paused(Visit visit, @Nullable String queue) {
    if (queue == null) {
      return null;
    }
    try {
      boolean isPaused =
          QueueRow.policies(visit).stream()
              .anyMatch(policy -> policy.queue().equals(queue) && policy.paused());
      return isPaused
          ? visit.get(QueueStatus.class, "/queues/" + Words.segment(queue)).pause()
          : null;
    } catch (Refused e) {
      return null;
    }
  }

  /** Who is let into some queues only sees one of them at a time. */
  private static Search search(Visit visit, String place, Counts counts) {
    Search asked = Search.of(visit, counts);
    Search search = place.equals("dead-letters") ? asked.without("state") : asked;
    return visit.isRestricted() && search.wrong() == null && search.filter().queue() == null
        ? search.with(
            "queue:"
                + FilterWords.quoted(visit.me().queues().stream().sorted().findFirst().orElse("")))
        : search;
  }

  private static JobsDocument found(Visit visit, String place, Search search, ListOrder order) {
    if (search.wrong() != null) {
      return new JobsDocument(List.of(), null, null, null);
    }
    StringBuilder target = new StringBuilder("/" + place + "?limit=" + order.size());
    if (order.byEnd()) {
      target.append("&by_end=true");
    }
    if (!search.terms().isEmpty()) {
      target.append("&filter=").append(Words.query(search.text()));
    }
    for (String cursor : List.of("before", "after")) {
      String value = visit.query().find(cursor);
      if (value != null) {
        target.append('&').append(cursor).append('=').append(Words.query(value));
      }
    }
    return visit.get(JobsDocument.class, target.toString());
  }

  /** Their tags, kinds, queues and reasons: no other place knows all of them cheaply. */
  private static List<String> known(List<? extends Map<String, ?>> jobs) {
    TreeSet<String> known = new TreeSet<>();
    for (Map<String, ?> job : jobs) {
      for (String name : List.of("kind", "queue", "reason")) {
        add(known, name, Facts.text(job, name));
      }
      if (job.get("tags") instanceof JsonNode tags) {
        tags.valueStream().forEach(tag -> add(known, "tag", tag.asString()));
      }
    }
    return known.stream().limit(KNOWN).toList();
  }

  private static void add(TreeSet<String> known, String name, String value) {
    if (!value.isEmpty() && value.length() <= REASON_CHARACTERS) {
      known.add(name + ":" + FilterWords.quoted(value));
    }
  }

  private static List<Tab> tabs(Search search, Counts all) {
    String queue = search.filter().queue();
    Counts counts = queue == null ? all : all.only(queue);
    boolean isKnown = all.isAll() || (queue != null && !counts.isEmpty());
    boolean isCounted = search.isCounted() && isKnown;
    JobState here = search.filter().state();
    List<Tab> tabs = new ArrayList<>();
    tabs.add(new Tab("all", search.without("state").text(), null, here == null));
    for (JobState state : JobState.values()) {
      if (state != JobState.WAITING_EXTERNAL || here == state) {
        tabs.add(
            new Tab(
                state.word(),
                search.with("state:" + state.word()).text(),
                isCounted ? counts.in(state) : null,
                here == state));
      }
    }
    return tabs;
  }

  /** The address of a search, with a cursor. */
  String link(String text, @Nullable String cursor, @Nullable String value) {
    String page = value == null ? "" : "&" + cursor + "=" + Words.query(value);
    return place + "?q=" + Words.query(text) + page + columns.tail() + order.tail();
  }

  /** The newest of the same search, in another order or number. */
  String ordered(ListOrder other) {
    return place + "?q=" + Words.query(search.text()) + columns.tail() + other.tail();
  }

  /** The queue that was searched for; empty: none. */
  String queue() {
    String queue = search.filter().queue();
    return queue == null ? "" : queue;
  }

  List<Integer> sizes() {
    return ListOrder.SIZES;
  }

  /** In which order the jobs are, and what is known of all of them. */
  String remark() {
    boolean isByEnd = place.equals("dead-letters") || order.byEnd();
    String first =
        place.equals("jobs") && isByEnd
            ? "finished last first"
            : isByEnd ? "failed last first" : "newest first";
    return (all == null ? "" : Words.count(all) + " in all; ")
        + first
        + (kept.isEmpty() ? "" : "; " + kept);
  }

  /** The oldest of them. */
  String last() {
    return link(search.text(), "after", end(place.equals("dead-letters"), order));
  }

  /** A job of the list; its page knows the way back, and to the jobs beside it. */
  String job(JobRow row) {
    String ordered = order.byEnd() ? ListOrder.TAIL : "";
    return "jobs/" + row.id() + "?in=" + place + "&q=" + Words.query(search.text()) + ordered;
  }

  /** What the table has in words. */
  String heading() {
    String thing = place.equals("jobs") ? "job" : "dead letter";
    String number = Words.count(rows.size(), thing);
    return older == null && newer == null
        ? number
        : newer == null ? "The newest " + number : "A page of " + number;
  }

  /** The same search for an operation; of dead letters, so that it treats no other failed ones. */
  String everyOf() {
    return place.equals("jobs") ? search.text() : search.with("state:dead_letter").text();
  }

  boolean isFirst() {
    return newer == null;
  }
}
