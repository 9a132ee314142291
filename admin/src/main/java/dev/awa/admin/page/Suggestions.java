package dev.awa.admin.page;

import dev.awa.JobState;
import dev.awa.KnownWorker;
import dev.awa.admin.KindsDocument;
import dev.awa.admin.ListedKind;
import dev.awa.admin.WorkersDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the search field offers for the condition that somebody types: names of conditions, and
 * values that are known anyway. The queues are those of the counters, the kinds those that are
 * described or that a worker handles; no job is looked at.
 */
final class Suggestions {
  /** Where pages ask for them, below the mount. */
  static final String PLACE = "/suggestions";

  /** How many there are at most. */
  static final int MOST = 15;

  /** The longest beginning of a condition for which there may be any: a name, quoted. */
  private static final int TERM_CHARACTERS = 500;

  /** Some conditions are told by an example: nobody knows their values without looking at jobs. */
  private static final List<Suggestion> NAMES =
      List.of(
          name("kind:", "what is done"),
          name("queue:", "where they wait"),
          name("state:", "where they are in their lives"),
          name("priority:", "1, the most urgent, to 4"),
          name("ordering-key:", "jobs that run in the order of a key, all of it"),
          name("tag:", "a tag, all of it"),
          name("error:", "a part of one of their errors: error:\"timed out\""),
          name("reason:", "why they failed or were cancelled, all of it"),
          name("after:", "enqueued after: -2h, 2026-11-29"),
          name("before:", "enqueued before"),
          name("finished-after:", "finished after"),
          name("finished-before:", "finished before"),
          name("id:", "ids, with commas between"),
          name("unique:", "the job that holds this key"));

  private static final Suggestion ARGS =
      name("args.", "a value of the arguments: args.customer.id:7");

  private static final List<Suggestion> TIMES =
      List.of(
          new Suggestion("-15m", "15 minutes ago", true),
          new Suggestion("-1h", "1 hour ago", true),
          new Suggestion("-1d", "1 day ago", true),
          new Suggestion("-7d", "7 days ago", true));

  private final Visit visit;

  /**
   * Something that is offered.
   *
   * @param text what takes the place of the condition
   * @param hint what it means; empty: the text says it
   * @param whole whether the condition is complete; false: a value comes next
   */
  record Suggestion(String text, String hint, boolean whole) {}

  private Suggestions(Visit visit) {
    this.visit = visit;
  }

  private static Suggestion name(String text, String hint) {
    return new Suggestion(text, hint, false);
  }

  /** For the beginning of a condition: {@code ki}, {@code kind:send}. */
  static List<Suggestion> of(Visit visit) {
    String term = visit.query().get("term");
    if (term.length() > TERM_CHARACTERS) {
      return List.of();
    }
    int colon = term.indexOf(':');
    Suggestions all = new Suggestions(visit);
    return colon < 0
        ? all.begun(term)
        : all.values(term.substring(0, colon), FilterWords.plain(term.substring(colon + 1)));
  }

  /** Names of conditions; and names of queues and kinds, which need no syntax. */
  private List<Suggestion> begun(String typed) {
    List<Suggestion> found = new ArrayList<>();
    Stream.concat(NAMES.stream(), mayLookIntoArgs() ? Stream.of(ARGS) : Stream.empty())
        .filter(one -> one.text().startsWith(typed.toLowerCase(Locale.ROOT)))
        .forEach(found::add);
    if (!typed.isEmpty()) {
      found.addAll(values("kind", FilterWords.plain(typed)));
      found.addAll(values("queue", FilterWords.plain(typed)));
    }
    return found.stream().limit(MOST).toList();
  }

  /** Others may not: they would guess what is masked. */
  private boolean mayLookIntoArgs() {
    return visit.me().role().equals("administer");
  }

  private List<Suggestion> values(String name, String typed) {
    return switch (name) {
      case "queue" -> offered(name, typed, queues());
      case "kind" -> offered(name, typed, kinds());
      case "state" -> offered(name, typed, states());
      case "after", "before", "finished-after", "finished-before" ->
          TIMES.stream()
              .filter(time -> time.text().startsWith(typed))
              .map(time -> new Suggestion(name + ":" + time.text(), time.hint(), true))
              .toList();
      default -> List.of();
    };
  }

  /** Those that begin so come before those that have it somewhere. */
  private static List<Suggestion> offered(String name, String typed, Stream<String> known) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    List<String> all =
        known.filter(one -> one.toLowerCase(Locale.ROOT).contains(wanted)).distinct().toList();
    return Stream.of(true, false)
        .flatMap(begins ->
            all.stream().filter(one -> one.toLowerCase(Locale.ROOT).startsWith(wanted) == begins))
        .limit(MOST)
        .map(one -> new Suggestion(name + ":" + FilterWords.quoted(one), "", true))
        .toList();
  }

  private Stream<String> queues() {
    return visit.isRestricted()
        ? visit.me().queues().stream()
        : known(() -> visit.counts().queues().stream().map(one -> one.stats().queue()).toList())
            .stream();
  }

  /** A kind is in any queue, so who is let into some queues is told of none. */
  private Stream<String> kinds() {
    if (visit.isRestricted()) {
      return Stream.empty();
    }
    TreeSet<String> kinds = new TreeSet<>(known(this::described));
    kinds.addAll(known(this::handled));
    kinds.remove(KnownWorker.EVERY_KIND);
    return kinds.stream();
  }

  private List<String> described() {
    KindsDocument known = (KindsDocument) KindsPage.read(visit).document();
    return known.kinds().stream().map(ListedKind::kind).toList();
  }

  private List<String> handled() {
    List<String> handled = new ArrayList<>();
    WorkersDocument known = (WorkersDocument) WorkersPage.read(visit).document();
    for (KnownWorker worker : known.workers()) {
      List<String> kinds = worker.kinds();
      if (kinds != null) {
        handled.addAll(kinds);
      }
    }
    return handled;
  }

  /** What can't be read now is not offered. */
  private static List<String> known(Supplier<List<String>> names) {
    try {
      return names.get();
    } catch (Refused e) {
      return List.of();
    }
  }

  private static Stream<String> states() {
    return Stream.concat(
        Stream.of(JobState.values())
            .filter(state -> state != JobState.WAITING_EXTERNAL)
            .map(JobState::word),
        Stream.of("dead_letter"));
  }
}
