package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.engine.Emptier;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An operator's prune. Like the leader it first finds out as of when a segment is drained, and
 * prunes it when every worker has announced since; so it looks again and again until its patience
 * is over. All on one connection, which a pooler may have lent: see {@link Emptier}.
 */
final class Pruning {
  /** What a living worker settles within seconds by announcing, and by ending its transactions. */
  static final Set<Emptying> ANNOUNCED = Set.of(Emptying.HELD, Emptying.BLOCKED);

  /** What changes when runs are claimed and claims are closed. */
  static final Set<Emptying> ENDED =
      Set.of(Emptying.HELD, Emptying.BLOCKED, Emptying.WAITING, Emptying.OPEN);

  /** Longer than a living worker with the usual settings needs to announce. */
  private static final Duration ANNOUNCING = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** A look at everything that waits costs something, so a long wait looks less often. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** How long a try may wait for the locks, as the leader's do when others were blocked. */
  private static final Duration LOCKS = Duration.ofMillis(50);

  private final Engine engine;
  private final Connection connection;

  /** However long somebody wants to wait: a hundred years. */
  private static final long LONGEST_PATIENCE = TimeUnit.DAYS.toNanos(36_500);

  private final Duration lent;
  private final Set<Emptying> awaited;
  private final Emptier emptier;
  private final Steps steps = new Steps();
  private final List<Long> pruned = new ArrayList<>();

  /**
   * What was done.
   *
   * @param from the oldest generation there was at first
   * @param pruned those that were pruned here, oldest first
   */
  record Result(long from, List<Long> pruned) {}

  /**
   * On a connection.
   *
   * @param lent how long the lead is taken for one step
   * @param awaited the answers that are worth another try
   */
  Pruning(Engine engine, Connection connection, Duration lent, Set<Emptying> awaited) {
    this.engine = engine;
    this.emptier = new Emptier(engine, () -> false);
    this.connection = connection;
    this.lent = lent;
    this.awaited = awaited;
  }

  /**
   * How long a living worker needs at most to announce: two of the beats that it has promised, and
   * a half.
   */
  static Duration announcing(List<Duration> beats) {
    return beats.stream()
        .map(beat -> beat.multipliedBy(5).dividedBy(2))
        .reduce(ANNOUNCING, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** Prunes what may be pruned; tries at least once. */
  Result run(Duration patience, Storage.History history) throws SQLException {
    long until =
        System.nanoTime() + Math.min(LONGEST_PATIENCE, TimeUnit.NANOSECONDS.convert(patience));
    long from = generations().getFirst().number();
    Duration pause = PAUSE;
    Optional<Emptying> answer = tried(history, patience);
    Duration left = left(until);
    while (answer.isPresent() && (isPruned(answer.get()) || isWaitedFor(answer.get(), left))) {
      if (isPruned(answer.get())) {
        pause = PAUSE;
      } else {
        pause(pause.compareTo(left) < 0 ? pause : left);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
      left = left(until);
      answer = tried(history, left);
    }
    return new Result(from, List.copyOf(pruned));
  }

  /** A lock that somebody else has for longer than a call waits is waited for with all patience. */
  private Optional<Emptying> tried(Storage.History history, Duration left) throws SQLException {
    try {
      return step(history, left);
    } catch (SQLException e) {
      if (Failures.isBlocked(e) && left.isPositive()) {
        return Optional.of(Emptying.BLOCKED);
      }
      throw e;
    }
  }

  private static Duration left(long until) {
    return Duration.ofNanos(until - System.nanoTime());
  }

  private static boolean isPruned(Emptying answer) {
    return answer == Emptying.PRUNED;
  }

  private boolean isWaitedFor(Emptying answer, Duration left) {
    return awaited.contains(answer) && left.isPositive();
  }

  /** The segments, oldest first. */
  private List<Generation> generations() throws SQLException {
    return Database.readCommitted(connection, engine.ring()::generations).stream()
        .filter(generation -> !generation.isCarry())
        .toList();
  }

  /**
   * Tries to prune the oldest generation. Empty when it is not to be pruned in the time that is
   * left: it is current, or its history is kept for longer.
   */
  private Optional<Emptying> step(Storage.History history, Duration left) throws SQLException {
    List<Generation> generations = generations();
    Generation oldest = generations.getFirst();
    List<Generation> others = generations.subList(0, generations.size() - 1);
    emptier.keep(others);
    emptier.find(steps, others);
    Duration kept = history == Storage.History.KEPT ? kept(oldest) : Duration.ZERO;
    if (generations.size() == 1 || (kept.isPositive() && kept.compareTo(left) > 0)) {
      return Optional.empty();
    }
    return Optional.of(kept.isPositive() ? Emptying.WAITING : prune(oldest));
  }

  private Duration kept(Generation generation) throws SQLException {
    return steps.take(tx -> engine.ring().keepsHistoryFor(tx, generation));
  }

  private Emptying prune(Generation generation) throws SQLException {
    if (!emptier.isDrained(generation)) {
      return Emptying.WAITING;
    }
    emptier.letGoKeys(steps, generation);
    Optional<Emptying> answer = emptier.prune(steps, generation, LOCKS);
    if (answer.filter(Pruning::isPruned).isPresent()) {
      pruned.add(generation.number());
    }
    return answer.orElse(Emptying.PRUNED); // by the leader, so it is not among those
  }

  /** Each in a transaction, under the leader's lead, or under one that is taken for it. */
  private final class Steps implements Emptier.Steps {
    @Override
    public <T> T take(Look<T> look) throws SQLException {
      return Database.readCommitted(connection, look::at);
    }

    @Override
    public <T> T step(Emptier.Step<T> step) throws SQLException {
      return Database.readCommitted(
          connection, tx -> engine.leadership().lend(tx, lent, lead -> step.by(tx, lead)));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwaException("interrupted while pruning", e);
    }
  }
}
