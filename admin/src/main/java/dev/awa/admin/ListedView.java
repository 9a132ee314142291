package dev.awa.admin;

import dev.awa.SavedView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A filter of jobs that was saved under a name.
 *
 * @param name its name
 * @param filter the filter as people type it; {@code ***} for those who may not see it
 * @param savedAt when the filter was saved last
 * @param savedBy who did so
 * @param trouble why the filter can't be read, or the asker may not use it; null: it is good
 */
public record ListedView(
    String name, String filter, Instant savedAt, String savedBy, @Nullable String trouble) {
  /** What is known of a view. */
  public static ListedView of(SavedView view) {
    return new ListedView(
        view.name(), view.filter(), view.savedAt(), view.savedBy(), view.trouble().orElse(null));
  }
}
