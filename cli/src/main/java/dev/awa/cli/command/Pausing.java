package dev.awa.cli.command;

import dev.awa.cli.terminal.Printer;
import org.jspecify.annotations.Nullable;

/**
 * That a queue was paused or resumed; what is printed as JSON.
 *
 * @param known null when the role may not look
 */
record Pausing(String queue, boolean paused, @Nullable Boolean known) {
  /** Who pauses it, as the queue remembers. */
  static String who() {
    return "awa " + System.getProperty("user.name", "");
  }

  static int print(Printer printer, String queue, boolean paused, KnownQueues known) {
    return printer.print(
        new Pausing(queue, paused, known.has(queue)),
        out -> {
          out.println(
              "queue \"" + Printer.plain(queue) + "\" is " + (paused ? "paused" : "resumed"));
          known.noteUnknown(queue, out);
        });
  }
}
