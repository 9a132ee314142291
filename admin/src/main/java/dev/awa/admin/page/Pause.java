package dev.awa.admin.page;

import dev.awa.SettingChange;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * That a queue was paused, as the history of its changes tells it.
 *
 * @param from when it began; the epoch where that is no longer known
 * @param to when it ended, or ends by itself; null: it goes on until somebody resumes the queue
 */
record Pause(Instant from, @Nullable Instant to) {
  /** How a pause that ends by itself is told in the history. */
  private static final Pattern UNTIL = Pattern.compile("until (\\S+Z)(?:, .*)?", Pattern.DOTALL);

  /** Those of a history, the oldest first; whoever pauses a paused queue begins no other pause. */
  static List<Pause> of(List<SettingChange> history) {
    List<Pause> all = new ArrayList<>();
    Pause open = null;
    for (SettingChange change : history.reversed()) {
      if (!change.setting().equals("paused")) {
        continue;
      }
      Pause begun = open == null && change.before() != null ? new Pause(Instant.EPOCH, null) : open;
      boolean isOver = begun != null && begun.to() != null && begun.to().isBefore(change.at());
      if (begun != null && (isOver || change.after() == null)) {
        all.add(isOver ? begun : new Pause(begun.from(), change.at()));
        begun = null;
      }
      Instant from = begun == null ? change.at() : begun.from();
      open = change.after() == null ? null : new Pause(from, until(change.after().toString()));
    }
    if (open != null) {
      all.add(open);
    }
    return all;
  }

  private static @Nullable Instant until(String words) {
    Matcher matcher = UNTIL.matcher(words);
    try {
      return matcher.matches() ? Instant.parse(matcher.group(1)) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Whether the queue was paused at some moment of a time. */
  boolean isDuring(Instant begin, Instant end) {
    return from.isBefore(end) && (to == null || to.isAfter(begin));
  }
}
