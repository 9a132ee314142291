package dev.awa.admin;

import dev.awa.KnownWorker;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some workers, the one with the highest id first. Ids are random, so this order says nothing; but
 * it stays as it is while workers come and go, and no page leaves one out.
 *
 * @param workers those of this page
 * @param next the id of the last of them, after which the next page begins; null: none follows
 */
public record WorkersDocument(List<KnownWorker> workers, @Nullable Long next) {
  /**
   * A page of workers.
   *
   * @param all every worker, in any order
   * @param after only workers with a lower id; null: from the highest on
   * @param limit how many at most
   */
  public static WorkersDocument of(List<KnownWorker> all, @Nullable Long after, int limit) {
    List<KnownWorker> later =
        all.stream()
            .filter(worker -> after == null || worker.id() < after)
            .sorted(Comparator.comparingLong(KnownWorker::id).reversed())
            .toList();
    List<KnownWorker> page = later.subList(0, Math.min(limit, later.size()));
    return new WorkersDocument(page, page.size() < later.size() ? page.getLast().id() : null);
  }
}
