package dev.awa.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The claim log: workers take runs by appending claims; the newest claim of a lane is its cursor.
 */
public final class ClaimLog {
  private final Sql claim;
  private final Sql claimReadable;
  private final Sql settle;
  private final Sql poll;
  private final Sql claimsOf;
  private final Sql openRuns;

  ClaimLog(String schema) {
    claim = Sql.of(schema, "claims/claim.sql");
    claimReadable = Sql.of(schema, "claims/claim_readable.sql");
    settle = Sql.of(schema, "claims/settle_claim.sql");
    poll = Sql.of(schema, "claims/poll.sql");
    claimsOf = Sql.of(schema, "claims/claims_of.sql");
    openRuns = Sql.of(schema, "claims/open_runs.sql");
  }

  /**
   * What a worker asks for.
   *
   * @param limit how many runs at most; the engine gives at most 512 a call
   * @param bytes after how many bytes of arguments it stops, but not before the first run
   * @param nonce the number of the call, higher than those of all calls of the worker before
   */
  public record Request(long workerId, Stripe stripe, int limit, long bytes, long nonce) {}

  /** A slice of a queue that is claimed independently of the others. */
  public record Stripe(String queue, short number) {}

  /**
   * Claims the next runs of a stripe, in a transaction of its own, which need not wait for the
   * disk.
   */
  public Claimed claim(Connection tx, Request request) throws SQLException {
    Answer answer = new Answer(request.nonce());
    claim.list(
        tx,
        answer,
        request.workerId(),
        request.stripe().queue(),
        request.stripe().number(),
        request.limit(),
        request.bytes(),
        request.nonce());
    return answer.claimed();
  }

  /**
   * The same where a claim has failed because a row could not be read ({@link
   * Failures#isOfDamage}): takes 16 runs at most, reads each by itself, and gives those that can't
   * be read without what is lost ({@link Run#unreadable()}).
   */
  public Claimed claimReadable(Connection tx, Request request) throws SQLException {
    Answer answer = new Answer(request.nonce());
    claimReadable.list(
        tx,
        answer,
        request.workerId(),
        request.stripe().queue(),
        request.stripe().number(),
        request.limit(),
        request.nonce());
    return answer.claimed();
  }

  /**
   * What a claim call with an unknown outcome claimed: nothing when it never committed. Waits until
   * calls of this worker that still run on the server have ended, so the answer is final.
   */
  public Claimed settle(Connection tx, Request request) throws SQLException {
    Answer answer = new Answer(request.nonce());
    settle.list(
        tx,
        answer,
        request.workerId(),
        request.stripe().queue(),
        request.stripe().number(),
        request.nonce());
    return answer.claimed();
  }

  /**
   * The stripes of these queues that have something to claim: one read, which locks and writes
   * nothing.
   */
  public List<Stripe> poll(Connection tx, List<String> queues) throws SQLException {
    return poll.list(
        tx,
        row -> new Stripe(row.getString("queue"), row.getShort("stripe")),
        (Object) queues.toArray(String[]::new));
  }

  /**
   * The next open claims of a worker after a position, in any segment: as many as have about a
   * thousand members together. Empty at the end.
   */
  public List<Claim> claimsOf(Connection tx, long workerId, Rescue.Position after)
      throws SQLException {
    return claimsOf.list(
        tx,
        row ->
            new Claim(
                row.getShort("slot"),
                row.getInt("lane"),
                0,
                row.getLong("claim_no"),
                row.getLong("nonce"),
                row.getInt("members")),
        workerId,
        after.lane(),
        after.claimNo());
  }

  /** The members of claims that nothing has closed, without their arguments. */
  public List<Claimed.Batch> openRuns(Connection tx, List<Claim> claims) throws SQLException {
    Map<Long, Map<Integer, Claim>> known = new HashMap<>();
    short[] slots = new short[claims.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = claims.get(i).slot();
    }
    claims.forEach(claim ->
        known.computeIfAbsent(claim.claimNo(), no -> new HashMap<>()).put(claim.lane(), claim));
    Answer answer = new Answer(0);
    openRuns.list(
        tx,
        answer,
        slots,
        claims.stream().mapToInt(Claim::lane).toArray(),
        claims.stream().mapToLong(Claim::claimNo).toArray());
    return answer.claimed().batches().stream()
        .map(batch -> new Claimed.Batch(whole(known, batch.claim()), batch.runs()))
        .toList();
  }

  /** The claim with its nonce and all its members, of which only some may be open. */
  private static Claim whole(Map<Long, Map<Integer, Claim>> known, Claim open) {
    Claim claim = known.getOrDefault(open.claimNo(), Map.of()).get(open.lane());
    if (claim == null) {
      throw new IllegalStateException("open runs of a claim that was not asked for: " + open);
    }
    return claim;
  }

  /** Gathers the rows of an answer, claim by claim. */
  private static final class Answer implements Sql.Row<Claimed.Status> {
    private static final String EMPTIED = "emptied";

    private final long nonce;
    private final List<Claimed.Batch> batches = new ArrayList<>();
    private Claimed.Status status = Claimed.Status.EMPTY;
    private boolean emptied = true;
    private short slot;
    private int lane;
    private int priority;
    private long claimNo;
    private List<Run> runs = new ArrayList<>();

    Answer(long nonce) {
      this.nonce = nonce;
    }

    @Override
    public Claimed.Status read(ResultSet row) throws SQLException {
      Columns columns = new Columns(row);
      String said = columns.text();
      boolean last = said.equals(EMPTIED);
      status = last ? Claimed.Status.CLAIMED : status(said);
      emptied &= last || status == Claimed.Status.EMPTY;
      if (status == Claimed.Status.CLAIMED) {
        add(columns);
      }
      return status;
    }

    private static Claimed.Status status(String said) {
      return Claimed.Status.valueOf(said.toUpperCase(Locale.ROOT));
    }

    /** The columns of {@code awa.claimed_run}, after its status. */
    private void add(Columns columns) throws SQLException {
      short rowSlot = columns.small();
      int rowLane = columns.integer();
      int rowPriority = columns.integer();
      long rowClaim = columns.big();
      if (rowLane != lane || rowClaim != claimNo) {
        finishBatch();
        slot = rowSlot;
        lane = rowLane;
        priority = rowPriority;
        claimNo = rowClaim;
      }
      runs.add(
          new Run(
              columns.small(),
              columns.small(),
              columns.text(),
              columns.big(),
              columns.integer(),
              columns.integer(),
              columns.integer(),
              columns.instant(),
              columns.text(),
              columns.text(),
              columns.text()));
    }

    private void finishBatch() {
      if (!runs.isEmpty()) {
        Claim finished = new Claim(slot, lane, priority, claimNo, nonce, runs.size());
        batches.add(new Claimed.Batch(finished, runs));
        runs = new ArrayList<>();
      }
    }

    Claimed claimed() {
      finishBatch();
      return new Claimed(status, emptied, List.copyOf(batches));
    }
  }
}
