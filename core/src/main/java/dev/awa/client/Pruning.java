package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.engine.Engine;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator's prune. Like the leader it first finds out as of when a segment is drained, and
 * prunes it when every worker has announced since; so it looks again and again until its patience
 * is over. All on one connection: what was found out does not outlive a crash of the database.
 */
final class Pruning {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** How long a try may wait for the locks, as the leader's do when others were blocked. */
  private static final Duration LOCKS = Duration.ofMillis(50);

  private final Engine engine;
  private final Connection connection;
  private final Duration lent;
  private final Map<Generation, String> drained = new HashMap<>();
  private final List<Long> pruned = new ArrayList<>();

  Pruning(Engine engine, Connection connection, Duration lent) {
    this.engine = engine;
    this.connection = connection;
    this.lent = lent;
  }

  /** Prunes what may be pruned; answers which generations, oldest first. */
  List<Long> run(Duration patience, Storage.History history) throws SQLException {
    long until = System.nanoTime() + patience.toNanos();
    Emptying answer = step(history);
    while (answer == Emptying.PRUNED || (mayChange(answer) && System.nanoTime() - until < 0)) {
      if (answer != Emptying.PRUNED) {
        pause();
      }
      answer = step(history);
    }
    return List.copyOf(pruned);
  }

  private static boolean mayChange(Emptying answer) {
    return answer == Emptying.HELD || answer == Emptying.BLOCKED;
  }

  /** Tries to prune the oldest generation; {@code WAITING} when it is not to be pruned yet. */
  private Emptying step(Storage.History history) throws SQLException {
    List<Generation> generations =
        Database.readCommitted(connection, engine.ring()::generations).stream()
            .filter(generation -> !generation.isCarry())
            .toList();
    for (Generation generation : generations.subList(0, generations.size() - 1)) {
      find(generation);
    }
    Generation oldest = generations.getFirst();
    Optional<String> asOf = Optional.ofNullable(drained.get(oldest));
    if (asOf.isEmpty() || (history == Storage.History.KEPT && isKept(oldest))) {
      return Emptying.WAITING;
    }
    Emptying answer = prune(oldest, asOf.get());
    if (answer == Emptying.PRUNED) {
      pruned.add(oldest.number());
    }
    return answer;
  }

  private void find(Generation generation) throws SQLException {
    if (!drained.containsKey(generation)) {
      Database.readCommitted(connection, tx -> engine.ring().drained(tx, generation))
          .ifPresent(asOf -> drained.put(generation, asOf));
    }
  }

  private boolean isKept(Generation generation) throws SQLException {
    return Database.readCommitted(connection, tx -> engine.ring().keepsHistoryFor(tx, generation))
        .isPositive();
  }

  private Emptying prune(Generation generation, String asOf) throws SQLException {
    return Database.readCommitted(
        connection,
        tx ->
            engine
                .workers()
                .lend(tx, lent, lead -> engine.ring().prune(tx, lead, generation, asOf, LOCKS)));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwaException("interrupted while pruning", e);
    }
  }
}
