package dev.awa.cli.command;

import dev.awa.admin.Units;
import dev.awa.schedule.StoredSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was changed of a schedule, in words: {@code queue mail -> default}. */
final class ScheduleChanges {
  private final List<String> words = new ArrayList<>();

  private ScheduleChanges() {}

  /** Nothing where both are the same. Of arguments and of what else a job carries only that. */
  static List<String> of(StoredSchedule was, StoredSchedule is) {
    ScheduleChanges changes = new ScheduleChanges();
    changes.add("expression", was.expression(), is.expression());
    changes.add("zone", was.zone(), is.zone());
    changes.add("missed", was.missed(), is.missed());
    changes.add("overlap", was.overlap(), is.overlap());
    changes.add("jitter", was.jitter(), is.jitter());
    changes.add("start", was.startsAt(), is.startsAt());
    changes.add("end", was.endsAt(), is.endsAt());
    changes.add("kind", was.kind(), is.kind());
    changes.add("queue", was.queue(), is.queue());
    changes.add("priority", was.priority(), is.priority());
    changes.add("max attempts", was.maxAttempts(), is.maxAttempts());
    if (!was.args().equals(is.args())) {
      changes.words.add("arguments");
    }
    if (!was.ext().equals(is.ext())) {
      changes.words.add("tags, metadata or another part of the job");
    }
    return changes.words;
  }

  private void add(String name, @Nullable Object was, @Nullable Object is) {
    if (!Objects.equals(was, is)) {
      words.add(name + " " + word(was) + " -> " + word(is));
    }
  }

  private static String word(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case Duration time -> Units.words(time);
      default -> value.toString();
    };
  }
}
