package dev.awa.admin;

import dev.awa.QueueReading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some queues hold, by name.
 *
 * @param queues those that could be read in time
 * @param next the last of them, after which the next page begins; null: no queue follows
 */
public record StatsDocument(List<QueueReading> queues, @Nullable String next) {
  /**
   * The document of what was read.
   *
   * @param read the first of the queues that follow one another by name, one at least unless there
   *     is none
   * @param isMore whether others follow
   */
  public static StatsDocument of(List<QueueReading> read, boolean isMore) {
    return new StatsDocument(
        List.copyOf(read), isMore && !read.isEmpty() ? read.getLast().stats().queue() : null);
  }
}
