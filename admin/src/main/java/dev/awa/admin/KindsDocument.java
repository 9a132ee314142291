package dev.awa.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some kinds, by name.
 *
 * @param kinds those of this page
 * @param next the name of the last of them, after which the next page begins; null: none follows
 */
public record KindsDocument(List<ListedKind> kinds, @Nullable String next) {
  /**
   * A page of kinds.
   *
   * @param all every kind, by name
   * @param after only kinds whose names come after this one; null: from the first on
   * @param limit how many at most
   */
  public static KindsDocument of(List<ListedKind> all, @Nullable String after, int limit) {
    List<ListedKind> later =
        all.stream().filter(kind -> after == null || kind.kind().compareTo(after) > 0).toList();
    List<ListedKind> page = later.subList(0, Math.min(limit, later.size()));
    return new KindsDocument(page, page.size() < later.size() ? page.getLast().kind() : null);
  }
}
