package dev.awa.maintenance;

import dev.awa.StorageStatus.Holder;
import dev.awa.engine.Emptier;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.event.Event;
import dev.awa.event.KeysLetGo;
import dev.awa.event.PruneBlocked;
import dev.awa.event.PruneSkipped;
import dev.awa.event.PruneSkipped.Cause;
import dev.awa.event.PruneUnblocked;
import dev.awa.event.RotationSkipped;
import dev.awa.event.RowsUnreadable;
import dev.awa.event.SegmentCarried;
import dev.awa.event.SegmentPruned;
import dev.awa.event.SegmentRotated;
import dev.awa.pace.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ring turning: rotates, prunes the oldest segment when nothing in it is alive and its
 * history need not be kept, and carries what is alive out of it when the ring runs out of slots.
 *
 * <p>The first tries for the locks do not wait, because a queued lock makes every worker wait
 * behind it; after several blocked ones a try may wait for 50 ms, because under steady claims those
 * that do not wait never succeed. Nobody waits for a transaction that stays open: see {@link
 * Standstill}.
 */
final class RingChore implements Chore {
  private static final int NEARLY_FULL = Ring.SLOTS - 3;
  private static final int TRIES_WITHOUT_WAITING = 5;

  /** A leader that died may have left a rotation that nobody was told of. */
  private static final Duration PUBLISHING = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final Plan PLAN =
      new Plan(
          "ring",
          Duration.ofSeconds(1),
          0,
          "one segment",
          Set.of(
              SegmentRotated.class,
              SegmentPruned.class,
              SegmentCarried.class,
              KeysLetGo.class,
              PruneBlocked.class,
              PruneSkipped.class,
              PruneUnblocked.class,
              RotationSkipped.class,
              RowsUnreadable.class));

  private final Ring ring;
  private final Consumer<? super Event> events;
  private final Emptier emptier;
  private final Standstill standstill;
  private final Skips skips;
  private final Pace publishing = new Pace(PUBLISHING);
  private final Pace finding = new Pace(Duration.ZERO);
  private @Nullable Connection foundOn;

  /** Jobs of the oldest generation, once a carry of it was refused. */
  private Map<Long, String> unreadable = Map.of();

  private int blocked;

  /** Whether the oldest generation is kept for its history alone. */
  private boolean isHistory;

  RingChore(Engine engine, Host host, Consumer<? super Event> events) {
    this.ring = engine.ring();
    this.events = events;
    this.emptier = new Emptier(engine, host::ownsSession);
    this.standstill = new Standstill(events);
    this.skips = new Skips(events);
  }

  @Override
  public Plan plan() {
    return PLAN;
  }

  @Override
  public Duration turn(Connection connection, Lead lead) throws SQLException {
    return PLAN.rest(step(connection, lead));
  }

  /** Whether a segment was emptied, so that the next may be. */
  private boolean step(Connection connection, Lead lead) throws SQLException {
    beginAnew(connection);
    boolean rotated = ring.rotate(connection, lead);
    if (rotated || publishing.isDue()) {
      ring.publishHead(connection);
    }
    List<Generation> generations =
        ring.generations(connection).stream().filter(one -> !one.isCarry()).toList();
    if (rotated) {
      events.accept(new SegmentRotated(generations.getLast().number(), generations.size()));
    }
    skips.rotation(generations.size() == Ring.SLOTS, generations.getLast().number());
    return generations.size() > 1
        && !standstill.isResting(System.nanoTime())
        && empty(new Turn(connection, lead), generations);
  }

  /** What was found on another connection is forgotten: see {@link Emptier}. */
  @SuppressWarnings("ReferenceEquality") // another connection, however equal
  private void beginAnew(Connection connection) {
    if (foundOn != connection) {
      foundOn = connection;
      emptier.forget();
    }
  }

  /** The connection and the lead of a turn. Each statement is a transaction. */
  private record Turn(Connection connection, Lead lead) implements Emptier.Steps {
    @Override
    public <T> T take(Look<T> look) throws SQLException {
      return look.at(connection);
    }

    @Override
    public <T> T step(Emptier.Step<T> step) throws SQLException {
      return step.by(connection, lead);
    }
  }

  /** Empties the oldest generation, if it may be; whether it was, be it by somebody else. */
  private boolean empty(Turn turn, List<Generation> generations) throws SQLException {
    find(turn, generations.subList(0, generations.size() - 1));
    Generation oldest = generations.getFirst();
    long begun = System.nanoTime();
    isHistory = false;
    Optional<Emptying> answer = empty(turn, oldest, generations.size() >= NEARLY_FULL);
    judge(turn.connection, oldest, answer);
    Optional<Emptying> skipped =
        answer.filter(one -> one != Emptying.PRUNED && one != Emptying.CARRIED);
    if (skipped.isPresent()) {
      Cause cause = Cause.valueOf(skipped.get().name());
      skips.prune(oldest.number(), isHistory ? Cause.HISTORY : cause);
      return false;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    answer.ifPresent(one -> events.accept(event(one, oldest, took)));
    unreadable = Map.of();
    return true;
  }

  private static Event event(Emptying answer, Generation emptied, Duration took) {
    return answer == Emptying.PRUNED
        ? new SegmentPruned(emptied.number(), took)
        : new SegmentCarried(emptied.number(), took);
  }

  /**
   * Finds out which generations are drained: the workers announce after it. Looking takes longer
   * the more lanes there are, so it takes no more than a hundredth of the time.
   */
  private void find(Turn turn, List<Generation> generations) throws SQLException {
    if (!emptier.keep(generations) && finding.isDue()) {
      emptier.find(turn, generations);
      finding.took();
    }
  }

  private Optional<Emptying> empty(Turn turn, Generation oldest, boolean nearlyFull)
      throws SQLException {
    Optional<Emptying> answer = prune(turn, oldest, nearlyFull);
    if (nearlyFull && answer.filter(one -> one != Emptying.PRUNED).isPresent()) {
      letGoKeys(turn, oldest);
      return Optional.of(carry(turn, oldest));
    }
    return answer;
  }

  private Optional<Emptying> prune(Turn turn, Generation oldest, boolean nearlyFull)
      throws SQLException {
    if (!emptier.isDrained(oldest)) {
      return Optional.of(Emptying.WAITING);
    }
    isHistory = !nearlyFull && ring.keepsHistoryFor(turn.connection, oldest).isPositive();
    if (isHistory) {
      return Optional.of(Emptying.HELD);
    }
    letGoKeys(turn, oldest);
    try {
      return emptier.prune(turn, oldest, patience());
    } catch (SQLException e) {
      if (Failures.isBlocked(e)) {
        return Optional.of(Emptying.BLOCKED); // by a row or a table that is not the segment's
      }
      throw e;
    }
  }

  private void letGoKeys(Turn turn, Generation oldest) throws SQLException {
    long keys = emptier.letGoKeys(turn, oldest);
    if (keys > 0) {
      events.accept(new KeysLetGo(keys, KeysLetGo.Term.SEGMENT));
    }
  }

  /**
   * A run that can't be read is carried without what is lost, and ends as soon as it is claimed.
   */
  private Emptying carry(Turn turn, Generation oldest) throws SQLException {
    try {
      return ring.carry(turn.connection, turn.lead, oldest, patience(), unreadable);
    } catch (SQLException e) {
      Map<Long, String> found =
          Failures.isOfDamage(e) ? ring.unreadable(turn.connection, oldest) : unreadable;
      if (found.equals(unreadable)) {
        throw e;
      }
      unreadable = found;
      events.accept(
          new RowsUnreadable(
              found,
              "segment "
                  + oldest.number()
                  + ": jobs in it can't be read, and are carried without what is lost; by id: "
                  + found));
      return ring.carry(turn.connection, turn.lead, oldest, patience(), unreadable);
    }
  }

  /** Finds out who is in the way when tries are blocked again and again. */
  private void judge(Connection connection, Generation oldest, Optional<Emptying> answer)
      throws SQLException {
    blocked = answer.filter(Emptying.BLOCKED::equals).isPresent() ? blocked + 1 : 0;
    List<Holder> holders =
        blocked < TRIES_WITHOUT_WAITING
            ? List.of()
            : ring.holders(connection, oldest).stream()
                .filter(holder -> holder.step() == null) // a step of a leader ends by itself
                .toList();
    if (holders.isEmpty()) {
      standstill.isOver(System.nanoTime());
    } else {
      standstill.lasts(oldest.number(), holders, System.nanoTime());
    }
  }

  private Duration patience() {
    return blocked < TRIES_WITHOUT_WAITING ? Duration.ZERO : PATIENCE;
  }
}
