package dev.awa.cli.command;

import dev.awa.AwaException;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The queues that were known before one of them was changed. One that nobody knows is changed all
 * the same: it may be one that is still to come.
 *
 * @param names null when the role may not look, when there are too many, or when to look took too
 *     long
 */
record KnownQueues(@Nullable List<String> names) {
  private static final int NAMED = 20;
  private static final int MOST = 10_000;
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final String CANCELLED = "57014";

  static KnownQueues of(Awa awa) {
    try {
      List<String> names = awa.queues().names("", MOST, LOOK);
      return new KnownQueues(names.size() < MOST ? names : null);
    } catch (AwaException e) {
      if (Target.isForbidden(e) || isTooSlow(e)) {
        return new KnownQueues(null); // it may be changed all the same; if not, that is told
      }
      throw e;
    }
  }

  private static boolean isTooSlow(AwaException e) {
    return e.getCause() instanceof SQLException cause && CANCELLED.equals(cause.getSQLState());
  }

  /** Whether a queue is among them; null when they are not known. */
  @Nullable Boolean has(String queue) {
    return names == null ? null : names.contains(queue);
  }

  /** Tells that a queue is not among them. */
  void noteUnknown(String queue, PrintWriter out) {
    if (names != null && !names.contains(queue)) {
      out.println("note: no job of this queue has been seen; known: " + words());
    }
  }

  /** Some of their names; empty when the role may not look. */
  String words() {
    if (names == null) {
      return "";
    }
    String some = names.stream().limit(NAMED).map(Printer::plain).collect(Collectors.joining(", "));
    return (names.isEmpty() ? "none" : some) + (names.size() > NAMED ? ", ..." : "");
  }
}
