package dev.awa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a filter costs that no index answers. */
final class FilterCost {
  private FilterCost() {}

  static Optional<String> of(JobFilter filter) {
    List<String> looked = looked(filter);
    if (looked.isEmpty() || !filter.ids().isEmpty() || filter.uniqueKey() != null) {
      return Optional.empty();
    }
    String among =
        filter.state() == null && !filter.isDeadLettersOnly() && filter.queue() == null
            ? "; a state or a queue makes them fewer"
            : "";
    return Optional.of(
        "no index finds jobs by "
            + String.join(", ", looked)
            + ": they are looked into one by one, newest first, up to 10,000 a page"
            + among);
  }

  private static List<String> looked(JobFilter filter) {
    List<String> looked = new ArrayList<>();
    note(looked, filter.priority() != null && filter.queue() == null, "priority");
    note(looked, filter.orderingKey() != null, "ordering-key");
    note(looked, !filter.tags().isEmpty(), "tag");
    note(looked, filter.reason() != null, "reason");
    note(looked, filter.error() != null, "error");
    note(looked, !filter.args().isEmpty(), "args");
    note(looked, filter.createdBefore() != null, "before");
    if (!filter.isByEnd()) {
      note(looked, filter.finishedAfter() != null, "finished-after");
      note(looked, filter.finishedBefore() != null, "finished-before");
    }
    return looked;
  }

  private static void note(List<String> looked, boolean isAsked, String name) {
    if (isAsked) {
      looked.add(name);
    }
  }
}
