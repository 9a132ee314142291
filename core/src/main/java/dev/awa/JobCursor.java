package dev.awa;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list of jobs, between two pages: the job that it stands at. In a list by id that is
 * the id; in a list by the end of jobs ({@link JobFilter#isByEnd}) the time of the end too, for
 * many jobs end at once.
 *
 * @param finishedAt when the job finished; null in a list by id
 * @param id the job
 */
public record JobCursor(@Nullable Instant finishedAt, long id) {
  /** A place in a list by id. */
  public static JobCursor of(long id) {
    return new JobCursor(null, id);
  }

  /** A place in a list by the end of jobs. */
  public static JobCursor of(Instant finishedAt, long id) {
    return new JobCursor(Objects.requireNonNull(finishedAt), id);
  }

  /**
   * Reads what {@link #toString} has written: {@code 42}, or {@code 2026-11-29T03:12:00Z/42}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static JobCursor parse(String text) {
    int slash = text.indexOf('/');
    try {
      long id = Long.parseLong(text.substring(slash + 1));
      if (id < 0) {
        throw new NumberFormatException("no id is below zero");
      }
      return slash < 0 ? of(id) : of(Instant.parse(text.substring(0, slash)), id);
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "cursor: must be an id (42), or a time and an id (2026-11-29T03:12:00Z/42), got " + text,
          e);
    }
  }

  @Override
  public String toString() {
    return finishedAt == null ? "" + id : finishedAt + "/" + id;
  }
}
