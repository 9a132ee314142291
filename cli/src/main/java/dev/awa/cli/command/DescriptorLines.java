package dev.awa.cli.command;

import dev.awa.Described;
import dev.awa.Descriptor;
import dev.awa.cli.terminal.Printer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of queues and kinds, as people read it. */
final class DescriptorLines {
  private DescriptorLines() {}

  static String orNone(@Nullable String text) {
    return text == null ? "-" : Printer.plain(text);
  }

  /** Whether it is still said, and by all alike. */
  static String state(Described one, List<Described> all) {
    if (one.stale()) {
      return "stale";
    }
    long differing =
        all.stream().filter(other -> other.name().equals(one.name()) && !other.stale()).count();
    return differing > 1 ? "drifts" : "current";
  }

  /** All but the owner, in one line. */
  static String words(Descriptor says) {
    List<String> parts = new ArrayList<>();
    if (says.displayName() != null) {
      parts.add(Printer.plain(says.displayName()));
    }
    if (says.text() != null) {
      parts.add(Printer.plain(says.text()));
    }
    says.links().forEach((title, url) -> parts.add(Printer.plain(title + ": " + url)));
    if (!says.tags().isEmpty()) {
      parts.add(Printer.plain(says.tags()));
    }
    return String.join("; ", parts);
  }

  /** One line, for a queue that is shown. */
  static String line(Described one, List<Described> all) {
    return state(one, all)
        + ", said by "
        + Printer.plain(one.saidBy())
        + " at "
        + Printer.time(one.seenAt())
        + ": owner "
        + orNone(one.says().owner())
        + "; "
        + words(one.says());
  }
}
