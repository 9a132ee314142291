package dev.awa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A filter as text, one grammar for the command line, search fields and addresses: conditions with
 * white space between them, each a name, a colon and a value.
 *
 * <pre>
 * queue:mail kind:send_receipt state:failed priority:1 ordering-key:customer-7 tag:vip
 * reason:crash_loop error:"timed out"
 * args.customer.id:7 after:-2h before:2026-11-27 finished-after:-1d id:42,43 unique:9f86d0...
 * </pre>
 *
 * <p>A value or a name with white space or a colon in it stands in double quotes; in quotes {@code
 * \"} is a quote and {@code \\} a backslash. {@code state:dead_letter} means failed jobs that are
 * dead letters. {@code after} and {@code before} are about when a job was enqueued. A time without
 * an offset is one of UTC.
 */
public final class FilterText {
  private static final Map<String, BiFunction<JobFilter, Term, JobFilter>> NAMES = names();

  private FilterText() {}

  private static Map<String, BiFunction<JobFilter, Term, JobFilter>> names() {
    Map<String, BiFunction<JobFilter, Term, JobFilter>> names = new LinkedHashMap<>();
    names.put("queue", (filter, term) -> filter.withQueue(term.value()));
    names.put("kind", (filter, term) -> filter.withKind(term.value()));
    names.put("state", FilterText::state);
    names.put("priority", FilterText::priority);
    names.put("ordering-key", (filter, term) -> filter.withOrderingKey(term.value()));
    names.put("tag", (filter, term) -> filter.withTag(term.value()));
    names.put("reason", (filter, term) -> filter.withReason(term.value()));
    names.put("error", (filter, term) -> filter.withError(term.value()));
    names.put("after", (filter, term) -> filter.withCreatedAfter(moment(term)));
    names.put("before", (filter, term) -> filter.withCreatedBefore(moment(term)));
    names.put("finished-after", (filter, term) -> filter.withFinishedAfter(moment(term)));
    names.put("finished-before", (filter, term) -> filter.withFinishedBefore(moment(term)));
    names.put("id", FilterText::ids);
    names.put("unique", FilterText::unique);
    return names;
  }

  /** Narrows a filter by what the text says. */
  static JobFilter parse(String text, JobFilter filter) {
    JobFilter narrowed = filter;
    List<String> seen = new ArrayList<>();
    for (Term term : FilterTerms.of(text)) {
      String name = term.name();
      if (!name.equals("tag") && !name.equals("args") && seen.contains(name)) {
        throw term.refused("must name " + name + " once");
      }
      seen.add(name);
      narrowed = name.equals("args") ? args(narrowed, term) : condition(narrowed, term);
    }
    return narrowed;
  }

  private static JobFilter condition(JobFilter filter, Term term) {
    BiFunction<JobFilter, Term, JobFilter> condition = NAMES.get(term.name());
    if (condition == null || term.path().size() > 1) {
      throw term.refused(
          "must be a name, a colon and a value; the names are "
              + String.join(", ", NAMES.keySet())
              + " and args.PATH");
    }
    if (term.value().isEmpty()) {
      throw term.refused(term.name() + " must have a value");
    }
    return condition.apply(filter, term);
  }

  private static JobFilter args(JobFilter filter, Term term) {
    if (term.path().size() < 2) {
      throw term.refused("args must name a path: args.customer.id:7");
    }
    return filter.withArg(
        new ArgCondition(term.path().subList(1, term.path().size()), term.value()));
  }

  private static JobFilter state(JobFilter filter, Term term) {
    if (term.value().equals("dead_letter")) {
      return filter.withDeadLettersOnly();
    }
    return Arrays.stream(JobState.values())
        .filter(state -> state.word().equals(term.value()))
        .findFirst()
        .map(filter::withState)
        .orElseThrow(() ->
            term.refused(
                "state must be one of "
                    + String.join(
                        ", ", Arrays.stream(JobState.values()).map(JobState::word).toList())
                    + ", dead_letter"));
  }

  private static JobFilter priority(JobFilter filter, Term term) {
    try {
      return filter.withPriority(Integer.valueOf(term.value()));
    } catch (IllegalArgumentException e) { // no number, or out of its range
      throw term.refused("priority must be 1 to " + Limits.MAX_PRIORITY);
    }
  }

  private static Moment moment(Term term) {
    return FilterTimes.parse(term.value())
        .orElseThrow(() -> term.refused(term.name() + " " + FilterTimes.RULE));
  }

  private static JobFilter ids(JobFilter filter, Term term) {
    try {
      List<Long> ids = Arrays.stream(term.value().split(",", -1)).map(Long::valueOf).toList();
      return filter.withIds(ids);
    } catch (IllegalArgumentException e) { // of a number, or too many
      throw term.refused("id must be up to 1000 ids with commas between them");
    }
  }

  private static JobFilter unique(JobFilter filter, Term term) {
    try {
      return filter.withUniqueKey(term.value());
    } catch (IllegalArgumentException e) {
      throw term.refused("unique must be a key as awa job show prints it, digits 0-9 and a-f");
    }
  }

  /** The text of a filter's conditions. */
  static String of(JobFilter filter) {
    StringJoiner text = new StringJoiner(" ");
    add(text, "queue", filter.queue());
    add(text, "kind", filter.kind());
    add(text, "state", state(filter));
    add(text, "priority", filter.priority());
    add(text, "ordering-key", filter.orderingKey());
    filter.tags().forEach(tag -> add(text, "tag", tag));
    add(text, "reason", filter.reason());
    add(text, "error", filter.error());
    filter.args().forEach(condition -> text.add(FilterTerms.text(condition)));
    add(text, "after", filter.createdAfter());
    add(text, "before", filter.createdBefore());
    add(text, "finished-after", filter.finishedAfter());
    add(text, "finished-before", filter.finishedBefore());
    add(text, "id", ids(filter));
    add(text, "unique", filter.uniqueKey());
    return text.toString();
  }

  private static @Nullable String state(JobFilter filter) {
    JobState state = filter.state();
    return filter.isDeadLettersOnly() ? "dead_letter" : state == null ? null : state.word();
  }

  private static @Nullable String ids(JobFilter filter) {
    return filter.ids().isEmpty()
        ? null
        : String.join(",", filter.ids().stream().map(String::valueOf).toList());
  }

  private static void add(StringJoiner text, String name, @Nullable Object value) {
    if (value != null) {
      text.add(name + ":" + FilterTerms.quoted(value.toString(), ""));
    }
  }

  /** One condition: where it begins, its text, the parts of its name, its value. */
  record Term(int position, String text, List<String> path, String value) {
    String name() {
      return path.getFirst();
    }

    InvalidFilterException refused(String rule) {
      return new InvalidFilterException(text, position, rule);
    }
  }
}
