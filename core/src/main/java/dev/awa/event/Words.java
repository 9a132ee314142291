package dev.awa.event;

import dev.awa.RunningJob;
import java.time.Duration;

/** How events speak of what they have in common. */
final class Words {
  private static final int SHORT_SECONDS = 10;

  private Words() {}

  static String of(RunningJob job) {
    return "job " + job.id() + " (" + job.kind() + ", queue " + job.queue() + ")";
  }

  static String span(Duration time) {
    return time.toSeconds() < SHORT_SECONDS ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }
}
