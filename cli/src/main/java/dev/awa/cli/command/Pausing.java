package dev.awa.cli.command;

import dev.awa.AwaException;
import dev.awa.QueuePolicy;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A queue that is about to be paused or resumed, and the queues that were known before. One that
 * nobody knows is paused all the same: it may be one that is still to come.
 *
 * @param known null when the role may not look
 */
record Pausing(String queue, @Nullable List<String> known) {
  private static final int NAMED = 20;

  /** What is printed as JSON; {@code known} is null when the role may not look. */
  record Answer(String queue, boolean paused, @Nullable Boolean known) {}

  static Pausing of(Awa awa, String queue) {
    try {
      return new Pausing(queue, awa.queues().list().stream().map(QueuePolicy::queue).toList());
    } catch (AwaException e) {
      if (Target.isForbidden(e)) {
        return new Pausing(queue, null); // it may be paused all the same; if not, that is told
      }
      throw e;
    }
  }

  /** Who pauses it, as the queue remembers. */
  static String who() {
    return "awa " + System.getProperty("user.name", "");
  }

  int print(Printer printer, boolean paused) {
    Answer answer = new Answer(queue, paused, known == null ? null : known.contains(queue));
    return printer.print(
        answer,
        out -> {
          out.println(
              "queue \"" + Printer.plain(queue) + "\" is " + (paused ? "paused" : "resumed"));
          if (known != null && !known.contains(queue)) {
            out.println(unknown(known));
          }
        });
  }

  private static String unknown(List<String> known) {
    String names =
        known.stream().limit(NAMED).map(Printer::plain).collect(Collectors.joining(", "));
    return "note: no job of this queue has been seen; known: "
        + (known.isEmpty() ? "none" : names)
        + (known.size() > NAMED ? ", ..." : "");
  }
}
