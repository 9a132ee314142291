package dev.awa.cli.command;

import dev.awa.QueuePause;
import dev.awa.admin.PausedQueue;
import dev.awa.cli.terminal.Printer;
import org.jspecify.annotations.Nullable;

/** Tells that a queue was paused or resumed. */
final class Pausing {
  private Pausing() {}

  /** Who pauses it, as the queue remembers. */
  static String who() {
    return "awa " + System.getProperty("user.name", "");
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
