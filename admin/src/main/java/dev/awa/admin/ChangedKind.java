package dev.awa.admin;

import dev.awa.KindChange;
import dev.awa.KindStatus;
import dev.awa.Overwritten;
import dev.awa.client.Awa;
import java.util.List;

/**
 * What was changed of a kind's settings.
 *
 * @param kind the kind
 * @param changed what each setting was, and what it is
 * @param known whether the kind was known before: a worker that lives may handle it, an application
 *     describes it, or something was set of it. One that nobody knows is changed all the same: its
 *     name may be mistyped, or it is still to come
 */
public record ChangedKind(String kind, List<Overwritten> changed, boolean known) {
  /** Changes a kind. */
  public static ChangedKind of(Awa awa, String kind, KindChange change, String by) {
    KindStatus before = awa.kinds().show(kind);
    boolean known =
        !before.described().isEmpty()
            || !before.settings().values().isEmpty()
            || awa.workers().list().stream()
                .anyMatch(worker -> worker.alive() && worker.mayHandle(kind));
    return new ChangedKind(kind, awa.kinds().set(kind, nothing -> change, by), known);
  }
}
