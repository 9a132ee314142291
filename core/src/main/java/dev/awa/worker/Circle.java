package dev.awa.worker;

import dev.awa.engine.Lead;
import dev.awa.event.Event;
import dev.awa.maintenance.Chore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Chores that have their turns in a circle. It is gone on with where it was, under the next lead
 * too: so one that costs the connection, or the lead, keeps no other from its turn. Used by one
 * thread, but for {@link #hurry}.
 */
final class Circle {
  private final List<Turns> all;
  private final Leading leading;
  private int next;
  private final AtomicReference<@Nullable String> hurried = new AtomicReference<>();

  /** Chores, in the order of their first turns. */
  Circle(List<Chore> chores, Leading leading, Consumer<? super Event> events) {
    this.all = chores.stream().map(chore -> new Turns(chore, events)).toList();
    this.leading = leading;
  }

  /** A chore has something to do: its next turn is due at once. Told by any thread. */
  void hurry(String chore) {
    hurried.set(chore);
  }

  /**
   * Each that is due has a turn, as long as this worker leads. How long until one is due.
   *
   * @throws SQLException when nobody can have a turn on this connection, or under this lead
   */
  Duration round(Connection connection) throws SQLException {
    String due = hurried.getAndSet(null);
    all.stream().filter(turns -> turns.name().equals(due)).forEach(Turns::hurry);
    for (int i = 0; i < all.size(); i++) {
      Turns turns = all.get(next);
      next = (next + 1) % all.size();
      Lead lead = leading.now();
      if (lead != null && turns.isDue()) {
        turns.take(connection, lead);
      }
    }
    return all.stream().map(Turns::rest).min(Duration::compareTo).orElseThrow();
  }
}
