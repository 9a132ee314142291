package dev.awa.engine;

import dev.awa.engine.Ring.Drained;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.engine.Ring.Moment;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How a segment is pruned, by the leader as by an operator: it is found drained as of a snapshot,
 * its keys are let go, and it is truncated when every worker has announced since.
 *
 * <p>What was found must not outlive a crash of the database, which may undo claims that did not
 * wait for the disk. So it is forgotten with the connection. A connection to a pooler outlives a
 * crash: there it counts only on a server process that was there before, for a crash ends every
 * process. Used by one thread.
 */
public final class Emptier {
  private final Ring ring;
  private final UniqueKeys uniqueKeys;
  private final BooleanSupplier ownSession;
  private final Map<Generation, Found> found = new HashMap<>();

  /**
   * One that has found nothing yet.
   *
   * @param ownSession whether the connection is known to speak to one server process for as long as
   *     it lives; otherwise a pooler may have lent that
   */
  public Emptier(Engine engine, BooleanSupplier ownSession) {
    this.ring = engine.ring();
    this.uniqueKeys = engine.uniqueKeys();
    this.ownSession = ownSession;
  }

  /** Something that is done under a lead. */
  public interface Step<T> {
    T by(Connection tx, Lead lead) throws SQLException;
  }

  /** Takes steps on one connection: the leader under its own lead, an operator under a lent one. */
  public interface Steps extends ReadTransactions {
    /** Takes a step, in a transaction of its own. */
    <T> T step(Step<T> step) throws SQLException;
  }

  /**
   * That a generation was found drained.
   *
   * @param asOf the snapshot that shows it
   * @param at a moment of the database, a little earlier
   * @param nanos the time of this process, a little earlier still
   */
  private record Found(String asOf, Moment at, long nanos) {}

  /** Nothing that was found counts any more: the connection is another. */
  public void forget() {
    found.clear();
  }

  /**
   * Forgets all but these, which are the ones there are. Whether each of them was found drained.
   */
  public boolean keep(Collection<Generation> generations) {
    found.keySet().retainAll(generations);
    return found.size() == generations.size();
  }

  /** Looks which generations are drained, of those that were not found so before. */
  public void find(Steps steps, Collection<Generation> generations) throws SQLException {
    for (Generation generation : generations) {
      if (!found.containsKey(generation)) {
        find(steps, generation);
      }
    }
  }

  private void find(Steps steps, Generation generation) throws SQLException {
    long nanos = System.nanoTime();
    Optional<Found> drained =
        steps.take(tx -> {
          Moment at = ring.now(tx);
          return ring.drained(tx, generation).map(asOf -> new Found(asOf, at, nanos));
        });
    drained.ifPresent(one -> found.put(generation, one));
  }

  /** Whether a generation was found drained. */
  public boolean isDrained(Generation generation) {
    return found.containsKey(generation);
  }

  /**
   * Lets go of the keys whose term is the generation, a part at a time; how many it were. To be
   * done before the segment is locked: nobody waits for this.
   */
  public long letGoKeys(Steps steps, Generation generation) throws SQLException {
    long[] sum = new long[1];
    UniqueKeys.inParts(limit -> {
      long gone =
          steps.step(
              (tx, lead) -> uniqueKeys.letGoGeneration(tx, lead, generation.number(), limit));
      sum[0] += gone;
      return gone;
    });
    return sum[0];
  }

  /**
   * Prunes the oldest generation if every worker has announced since it was found drained. What was
   * found and counts no more is found anew, once: a producer that had stalled wrote after all, or
   * the server process is another.
   *
   * @param patience how long to wait for the locks
   * @return what became of it: {@link Emptying#WAITING} when it is not drained, empty when somebody
   *     else has emptied it meanwhile
   * @throws SQLException for which {@link Failures#isBlocked} holds when somebody has a row or a
   *     table that is not the segment's
   */
  public Optional<Emptying> prune(Steps steps, Generation generation, Duration patience)
      throws SQLException {
    Optional<Emptying> answer = pruneFound(steps, generation, patience);
    if (isWaiting(answer) && found.remove(generation) != null) {
      find(steps, generation);
      answer = pruneFound(steps, generation, patience);
    }
    if (isWaiting(answer)) {
      found.remove(generation);
    }
    return answer;
  }

  private static boolean isWaiting(Optional<Emptying> answer) {
    return answer.filter(Emptying.WAITING::equals).isPresent();
  }

  private Optional<Emptying> pruneFound(Steps steps, Generation generation, Duration patience)
      throws SQLException {
    Found drained = found.get(generation);
    return drained == null
        ? Optional.of(Emptying.WAITING)
        : steps.step((tx, lead) ->
            ring.generations(tx).contains(generation)
                ? Optional.of(prune(tx, lead, generation, drained, patience))
                : Optional.empty());
  }

  private Emptying prune(
      Connection tx, Lead lead, Generation generation, Found drained, Duration patience)
      throws SQLException {
    return ownSession.getAsBoolean()
        ? ring.prune(tx, lead, generation, drained.asOf(), patience)
        : ring.pruneServedSince(tx, lead, generation, since(drained), patience);
  }

  private static Drained since(Found found) {
    Duration ago = Duration.ofNanos(System.nanoTime() - found.nanos());
    return new Drained(found.asOf(), found.at(), ago);
  }
}
