package dev.awa.admin;

import dev.awa.cron.Fire;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The next times at which a schedule will fire.
 *
 * @param schedule its name
 * @param times the times, the next one first
 * @param warning that no living worker handles its jobs, in words; null: one does
 */
public record PlannedTimes(String schedule, List<PlannedTime> times, @Nullable String warning) {
  /** The document of the fires of a schedule. */
  public static PlannedTimes of(String schedule, List<Fire> fires, Optional<String> warning) {
    return new PlannedTimes(
        schedule, fires.stream().map(PlannedTime::of).toList(), warning.orElse(null));
  }
}
