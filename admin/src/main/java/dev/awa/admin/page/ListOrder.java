package dev.awa.admin.page;

import dev.awa.JobFilter;
import dev.awa.JobState;
import java.util.List;

/**
 * How a list of jobs is ordered, and how many a page of it has; both are in the address.
 *
 * @param byEnd whether the one that finished last comes first, and not the one that was enqueued
 *     last
 * @param mayByEnd whether an index knows that order of the jobs that were searched for
 * @param size how many jobs a page has
 */
record ListOrder(boolean byEnd, boolean mayByEnd, int size) {
  /** What a link to a list in the order of the ends has. */
  static final String TAIL = "&order=ended";

  /** How many jobs a page may have; the first is usual. */
  static final List<Integer> SIZES = List.of(50, 100, 200);

  /** That of a list of a visit. */
  static ListOrder of(Visit visit, Search search, boolean isDead) {
    boolean mayByEnd = !isDead && search.wrong() == null && mayByEnd(search.filter());
    return new ListOrder(mayByEnd && isByEnd(visit.query()), mayByEnd, size(visit.query()));
  }

  private static boolean mayByEnd(JobFilter filter) {
    boolean isOfState = filter.state() == JobState.FAILED || filter.state() == JobState.CANCELLED;
    return (isOfState || filter.isDeadLettersOnly())
        && filter.ids().isEmpty()
        && filter.uniqueKey() == null;
  }

  static boolean isByEnd(Fields query) {
    return query.get("order").equals("ended");
  }

  private static int size(Fields query) {
    String typed = query.get("size");
    if (typed.isEmpty()) {
      return SIZES.getFirst();
    }
    return SIZES.stream()
        .filter(size -> typed.equals(String.valueOf(size)))
        .findFirst()
        .orElseThrow(() ->
            Refused.of(
                400,
                "There is no such page",
                "size: must be 50, 100 or 200, got " + Words.cut(typed, 40)));
  }

  ListOrder withByEnd(boolean other) {
    return new ListOrder(other, mayByEnd, size);
  }

  ListOrder withSize(int other) {
    return new ListOrder(byEnd, mayByEnd, other);
  }

  /** What a link to the same list ends with. */
  String tail() {
    return (byEnd ? TAIL : "") + (size == SIZES.getFirst() ? "" : "&size=" + size);
  }
}
