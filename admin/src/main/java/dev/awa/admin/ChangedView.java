package dev.awa.admin;

import dev.awa.SavedView;
import org.jspecify.annotations.Nullable;

/**
 * That a filter was saved under a name.
 *
 * @param view the name
 * @param filter the filter that it has now
 * @param overwritten what had the name before; null: the name is new
 */
public record ChangedView(String view, String filter, @Nullable ListedView overwritten) {
  /** What was saved, and what that was before. */
  public static ChangedView of(String view, String filter, @Nullable SavedView before) {
    return new ChangedView(view, filter, before == null ? null : ListedView.of(before));
  }
}
