package dev.awa;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The storage as operators see it. Its parts are read one after the other, so they may be a moment
 * apart. What it takes to find out follows what is shown, and how many lanes are at work.
 *
 * @param slots how many slots the ring has
 * @param segments the generations that hold a slot of the ring, oldest first; the last is current
 * @param blockers what keeps segments from being pruned, each thing once; never empty
 * @param holders the transactions that keep the oldest segment from being emptied because they stay
 *     open, longest first; a step of maintenance may be among them, see {@link Holder#step}
 * @param keepers the transactions that keep others from a stripe or from a worker for longer than a
 *     second
 * @param carry what was carried out of segments
 * @param tallies how far the sums of closures are behind
 * @param laneCounts how many lanes there are
 * @param lanes the first lanes in the order of queue, priority and stripe
 * @param leader who runs maintenance; null when nobody does, and then nothing is pruned
 * @param workers the workers that are known, newest first
 * @param settings when segments are rotated and how long history is kept
 * @param countersTrustedAt since when the folded counters are trusted; null while they are not
 */
public record StorageStatus(
    int slots,
    List<Segment> segments,
    List<Blocker> blockers,
    List<Holder> holders,
    List<Keeper> keepers,
    Carry carry,
    Tallies tallies,
    LaneCounts laneCounts,
    List<Lane> lanes,
    @Nullable Leader leader,
    List<Worker> workers,
    StorageSettings settings,
    @Nullable Instant countersTrustedAt) {
  /** Counts stop here: a count that is equal to this means "this many or more". */
  public static final int COUNTED = 1000;

  /** What keeps a generation from being pruned, in words; never empty for one that is there. */
  public List<String> blockersOf(long generation) {
    return blockers.stream()
        .filter(blocker -> blocker.generations().contains(generation))
        .map(Blocker::words)
        .toList();
  }

  /**
   * One turn of a slot.
   *
   * @param bytes the size of its logs, without their indexes
   * @param waiting whether runs wait in it
   * @param openClaims claims in it with runs that have not ended, at most {@link #COUNTED}
   */
  public record Segment(
      long generation, int slot, Instant openedAt, long bytes, boolean waiting, long openClaims) {}

  /**
   * One thing that keeps segments from being pruned.
   *
   * @param generations those that it keeps, oldest first
   * @param words what it is, and what to do where something can be done
   */
  public record Blocker(List<Long> generations, String words) {}

  /**
   * A transaction that has used the tables of the queue and stays open. A segment is emptied only
   * when nobody has used it or the claim log in a transaction that is open: so while this one is,
   * the ring does not turn.
   *
   * @param pid its server process; null when it is a prepared transaction
   * @param prepared the name of a prepared transaction; null when it is another
   * @param application what it calls itself; may be empty
   * @param user the role
   * @param state as {@code pg_stat_activity} says; null where this role may not see it
   * @param openFor since when the transaction is open; null where this role may not see it
   * @param wrote whether it did more than read
   * @param step which step of maintenance it is, {@code carry}, {@code prune} or {@code other};
   *     null when it is none. A step ends by itself
   */
  public record Holder(
      @Nullable Integer pid,
      @Nullable String prepared,
      String application,
      String user,
      @Nullable String state,
      @Nullable Duration openFor,
      boolean wrote,
      @Nullable String step) {}

  /**
   * A transaction that holds the lock of a stripe or of a worker while others want it. While it
   * holds a stripe, nothing is claimed from the stripe. While it holds a worker, that worker claims
   * nothing, and none of its endings is stored. Usually the transaction has cancelled a job and was
   * not committed, or it is a claim whose client stands still. To free the lock, end the
   * transaction: {@code words} says how.
   *
   * @param queue the queue of the stripe; null when a worker is held
   * @param stripe the number of the stripe in its queue; null when a worker is held
   * @param workerId the id of the worker; null when a stripe is held
   * @param pid the server process of its session
   * @param application the {@code application_name} of its session; may be empty
   * @param user the role of its session
   * @param state as {@code pg_stat_activity} says; null where this role may not see it
   * @param openFor how long the transaction has been open; null where this role may not see it
   * @param doing the beginning of its statement; null where this role may not see it
   * @param words all of this in a sentence, and what to do
   */
  public record Keeper(
      @Nullable String queue,
      @Nullable Integer stripe,
      @Nullable Long workerId,
      @Nullable Integer pid,
      String application,
      String user,
      @Nullable String state,
      @Nullable Duration openFor,
      @Nullable String doing,
      String words) {}

  /**
   * What was carried out of segments and not swept yet.
   *
   * @param rows runs, at most {@link #COUNTED}
   * @param claims claims, at most {@link #COUNTED}
   */
  public record Carry(long rows, long claims, long bytes) {}

  /**
   * The claims that are kept and that no tally has passed: a count of their lane reads them one by
   * one. Some hundred a lane are normal. The first {@link #COUNTED} lanes of each segment are
   * looked at.
   *
   * @param claims how many
   * @param lanes in how many lanes
   * @param most how many are of the lane that has most
   * @param queue the queue of that lane; null when there are none
   */
  public record Tallies(long claims, long lanes, long most, @Nullable String queue) {
    /** So many of one lane are more than the leader leaves when it keeps up. */
    private static final long NORMAL = 1000;

    /** Whether the leader does not keep up, or there was none for a while. */
    public boolean areBehind() {
      return most > NORMAL;
    }
  }

  /**
   * How many lanes there are.
   *
   * @param inUse those that claims look at
   * @param retired twins that claims leave out
   * @param occupied those that have a run or a claim in a segment or carried, at most {@link
   *     #COUNTED}
   * @param empty all others; null when more than that are occupied
   */
  public record LaneCounts(long inUse, long retired, long occupied, @Nullable Long empty) {}

  /**
   * One ordered stream of a queue.
   *
   * @param claims how many claims were made of it
   * @param taken how many runs it has given out
   * @param waiting how many runs wait; of those that came since the leader last counted the lane no
   *     more than {@link #COUNTED} are looked at
   * @param more whether that was not all, so that more may wait
   */
  public record Lane(
      int lane,
      String queue,
      int priority,
      int stripe,
      long claims,
      long taken,
      long waiting,
      boolean more) {}

  /**
   * A worker process.
   *
   * @param state {@code alive}; {@code silent} when its last beat is older than its lease; or
   *     {@code dead} until it is rescued
   * @param silent how long ago it beat
   * @param beat how often it promised to beat
   * @param lease after which silence it is dead, as it promised
   * @param heldSlots the slots in which its open runs and their claims lie, as it announced
   * @param queues those that it works on
   */
  public record Worker(
      long id,
      String state,
      Instant startedAt,
      Instant beatAt,
      Duration silent,
      Duration beat,
      Duration lease,
      List<Integer> heldSlots,
      String name,
      List<String> queues) {}

  /**
   * Who runs maintenance.
   *
   * @param worker its name; null when it is no worker but somebody at a terminal
   * @param term which leadership this is
   */
  public record Leader(long workerId, @Nullable String worker, long term, Instant expiresAt) {}
}
