package dev.awa.admin.page;

import dev.awa.Described;
import dev.awa.QueueSettings;
import dev.awa.admin.KindsDocument;
import dev.awa.admin.ListedKind;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What applications say of the kinds of their jobs, and what is set of them.
 *
 * @param range that links to a kind carry
 */
record KindsPage(List<ListedKind> kinds, TimeRange range, Now now) {
  static Page of(Visit visit) {
    Samples.Sample sample = read(visit);
    TimeRange range = TimeRange.of(visit.query());
    KindsPage page =
        new KindsPage(((KindsDocument) sample.document()).kinds(), range, visit.now(sample.at()));
    return Page.of("Kinds", "kinds", out -> JtekindsGenerated.render(out, null, page));
  }

  /** The first thousand: who has more looks at the others with the API. */
  static Samples.Sample read(Visit visit) {
    return visit.shared("kind-list", "/kinds?limit=1000");
  }

  /** What was said of a kind last; null: nothing, but something is set of it. */
  static @Nullable Described newest(ListedKind kind) {
    return kind.described().isEmpty() ? null : kind.described().getFirst();
  }

  /** Whether two say different things of the same kind, both now. */
  static boolean drifts(ListedKind kind) {
    return drifts(kind.described());
  }

  /** The same of what is said of one kind, or of one queue. */
  static boolean drifts(List<Described> all) {
    return all.stream().filter(one -> !one.stale()).count() > 1;
  }

  /** For how long its jobs are kept, where that is set. */
  static String settings(QueueSettings settings) {
    return settings.values().entrySet().stream()
        .map(one -> one.getKey() + " " + QueuePage.typed(one.getValue()))
        .collect(Collectors.joining(", "));
  }
}
