package dev.awa.cli.top;

import dev.awa.Retried;
import java.util.Locale;

/** The keys that change a job. */
final class JobKeys {
  private JobKeys() {}

  static void press(String key, long id, String by, Desk desk) {
    switch (key) {
      case "c" ->
          desk.ask(
              "Cancel job " + id + ". Why:",
              why -> {
                String reason = why.isBlank() ? "cancelled by " + by : why.strip();
                desk.change(awa -> "job " + id + ": " + words(awa.jobs().cancel(id, reason)));
              });
      case "t" ->
          desk.confirm(
              "Run job " + id + " again?",
              () -> desk.change(awa -> words(awa.deadLetters().retry(id))));
      default -> {}
    }
  }

  private static String words(Retried answer) {
    String holder = answer.holder() == null ? "" : ": job " + answer.holder() + " holds its key";
    return "job " + answer.jobId() + ": " + words(answer.verdict()) + holder;
  }

  private static String words(Enum<?> verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
