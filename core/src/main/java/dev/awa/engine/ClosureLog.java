package dev.awa.engine;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closure log: evidence that runs have ended, and with what outcome. */
public final class ClosureLog {
  private final Sql flush;
  private final Sql settle;
  private final Sql rescue;
  private final Sql unreadable;
  private final Sql keptDeadLetters;
  private final Sql tally;
  private final Sql tallyLists;
  private final Sql tallyStates;

  ClosureLog(String schema) {
    flush = Sql.of(schema, "closures/flush.sql");
    settle = Sql.of(schema, "closures/settle_flush.sql");
    rescue = Sql.of(schema, "closures/rescue.sql");
    unreadable = Sql.of(schema, "closures/unreadable.sql");
    keptDeadLetters = Sql.of(schema, "closures/kept_dead_letters.sql");
    tally = Sql.of(schema, "counts/tally.sql");
    tallyLists = Sql.of(schema, "counts/tally_lists.sql");
    tallyStates = Sql.of(schema, "counts/tally_states.sql");
  }

  /**
   * Closes the runs of a batch and does what their endings ask for, in one transaction. Runs that
   * are no longer this worker's to close are left alone.
   *
   * @return the runs that were stale; normally none
   * @throws SQLException with SQLSTATE {@link Failures#FENCED} when the worker was declared dead
   */
  public Set<Flush.Ended> flush(Connection tx, Flush batch) throws SQLException {
    FlushArrays arrays = FlushArrays.of(batch.ended());
    List<StaleMembers> stale =
        flush.list(
            tx,
            ClosureLog::staleMembers,
            batch.workerId(),
            batch.flushNo(),
            arrays.slots(),
            arrays.lanes(),
            arrays.claimNos(),
            arrays.nonces(),
            arrays.outcomes(),
            arrays.counts(),
            arrays.ordinals(),
            arrays.endings());
    return stale.isEmpty() ? Set.of() : arrays.stale(stale);
  }

  /**
   * Whether a batch whose outcome is unknown was committed. Waits until calls of the worker that
   * still run on the server have ended, and has it refused should it arrive later; so when it was
   * not, its runs may be sent again under the next number.
   */
  public boolean settle(Connection tx, Flush batch) throws SQLException {
    FlushArrays arrays = FlushArrays.of(batch.ended());
    return settle.one(
        tx,
        row -> row.getBoolean(1),
        batch.workerId(),
        batch.flushNo(),
        arrays.slots(),
        arrays.lanes(),
        arrays.claimNos());
  }

  /**
   * Closes open runs of a dead worker. Runs that were closed meanwhile are left alone, so two
   * leaders do no harm.
   *
   * @return the runs that were closed already
   * @throws SQLException with SQLSTATE {@link Failures#NOT_LEADING} when the caller does not lead
   *     any more
   */
  public Set<Flush.Ended> rescue(Connection tx, Lead lead, Rescue batch) throws SQLException {
    FlushArrays arrays = FlushArrays.of(batch.ended());
    List<StaleMembers> stale =
        rescue.list(
            tx,
            ClosureLog::staleMembers,
            lead.workerId(),
            lead.term(),
            batch.deadWorkerId(),
            arrays.slots(),
            arrays.lanes(),
            arrays.claimNos(),
            arrays.nonces(),
            arrays.outcomes(),
            arrays.counts(),
            arrays.ordinals(),
            arrays.endings());
    return stale.isEmpty() ? Set.of() : arrays.stale(stale);
  }

  /**
   * How many of some ended runs have made dead letters: those that have failed, unless their queue
   * keeps none.
   */
  public int deadLetters(Connection tx, Collection<Flush.Ended> ended) throws SQLException {
    int[] lanes =
        ended.stream()
            .filter(one -> one.ending().next() instanceof Ending.Next.Failed)
            .mapToInt(one -> one.claim().lane())
            .toArray();
    if (lanes.length == 0) {
      return 0;
    }
    return keptDeadLetters.one(tx, row -> row.getInt(1), (Object) lanes);
  }

  /**
   * The same ended runs, for whoever was refused because something can't be read ({@link
   * Failures#isOfDamage}): those whose row it is are marked, and end for good.
   */
  public List<Flush.Ended> withoutUnreadable(Connection tx, List<Flush.Ended> all)
      throws SQLException {
    List<Flush.Ended> readable =
        all.stream().filter(ended -> ended.run().unreadable() == null).toList();
    int n = readable.size();
    short[] slots = new short[n];
    for (int i = 0; i < n; i++) {
      slots[i] = readable.get(i).run().slot();
    }
    Map<Long, String> found =
        Unreadable.asked(
            tx,
            unreadable,
            slots,
            readable.stream().mapToInt(ended -> ended.claim().lane()).toArray(),
            readable.stream().map(ended -> ended.run().xid()).toArray(String[]::new),
            readable.stream().mapToLong(ended -> ended.run().jobId()).toArray(),
            readable.stream().mapToInt(ended -> ended.run().runNo()).toArray());
    return all.stream()
        .map(ended -> {
          String why = found.get(ended.run().jobId());
          return why == null || ended.run().unreadable() != null ? ended : ended.unreadable(why);
        })
        .toList();
  }

  /**
   * Sums the closures of claims that are closed, in those lanes of a segment in which at least
   * {@code least} claims came since this was done last, so that nobody has to read them again.
   *
   * @param after the lane that the step before came to; zero for the first
   * @param limit about how many claims are gone over at most, a lane being worth some
   * @return the lane that this one came to; empty when there are no others
   */
  public OptionalInt tally(
      Connection tx, Lead lead, Ring.Generation generation, int after, int least, int limit)
      throws SQLException {
    return tally.one(
        tx,
        row -> Columns.number(row, "came_to"),
        lead.workerId(),
        lead.term(),
        generation.slot(),
        after,
        least,
        limit);
  }

  /**
   * The same for claims that were open when they were tallied, in lanes that have at least {@code
   * least} of them, whether anything else comes there or not.
   *
   * @param after the lane that the step before came to; zero for the first
   * @return the lane that this one came to; empty when there are no others
   */
  public OptionalInt tallyLists(Connection tx, Lead lead, int after, int least, int limit)
      throws SQLException {
    return tallyLists.one(
        tx,
        row -> Columns.number(row, "came_to"),
        lead.workerId(),
        lead.term(),
        after,
        least,
        limit);
  }

  /**
   * Sums how many jobs came to each state outside of the logs and left it, when at least {@code
   * least} of these changes came since this was done last.
   *
   * @param limit about how many changes are summed at most
   * @return how many were
   */
  public long tallyStates(Connection tx, Lead lead, int least, int limit) throws SQLException {
    return tallyStates.one(
        tx, row -> row.getLong("added"), lead.workerId(), lead.term(), least, limit);
  }

  private static StaleMembers staleMembers(ResultSet row) throws SQLException {
    return new StaleMembers(row.getInt("closure"), ordinals(row.getArray("stale")));
  }

  private static @Nullable Set<Short> ordinals(@Nullable Array array) throws SQLException {
    return array == null ? null : Set.of((Short[]) array.getArray());
  }

  /** The members of one closure of a batch that were stale; null for all of them. */
  record StaleMembers(int closure, @Nullable Set<Short> ordinals) {}
}
