package dev.awa.cli.command;

import dev.awa.AwaException;
import dev.awa.QueuePause;
import dev.awa.admin.PausedQueue;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import org.jspecify.annotations.Nullable;

/** Tells that a queue was paused or resumed. */
final class Pausing {
  private Pausing() {}

  /** Who pauses it, as the queue remembers. */
  static String who() {
    return "awa " + System.getProperty("user.name", "");
  }

  /** The pause that there is; null for none, and when the role may not look. */
  static @Nullable QueuePause before(Awa awa, String queue) {
    try {
      return awa.queues().show(queue).pause();
    } catch (AwaException e) {
      if (Target.isForbidden(e)) {
        return null; // it may pause it all the same; if not, that is told
      }
      throw e;
    }
  }

  /**
   * Tells what was done, and of whose pause.
   *
   * @param before the pause that there was before; null: none
   */
  static int print(
      Printer printer,
      String queue,
      boolean paused,
      KnownQueues known,
      @Nullable QueuePause before) {
    return printer.print(
        new PausedQueue(queue, paused, known.has(queue)),
        out -> {
          out.println(
              "queue \"" + Printer.plain(queue) + "\" is " + (paused ? "paused" : "resumed"));
          if (before != null) {
            out.println((paused ? "before, it was " : "it was ") + words(before));
          } else if (!paused) {
            out.println("it was not paused");
          }
          known.noteUnknown(queue, out);
        });
  }

  private static String words(QueuePause pause) {
    return "paused since "
        + Printer.time(pause.since())
        + (pause.by() == null ? "" : " by " + Printer.plain(pause.by()))
        + (pause.until() == null ? "" : ", until " + Printer.time(pause.until()))
        + (pause.reason() == null ? "" : ": " + Printer.plain(pause.reason()));
  }
}
