package dev.awa.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The claim log: workers take runs by appending claims; the newest claim of a lane is its cursor.
 */
public final class ClaimLog {
  private final Sql claim;
  private final Sql settle;
  private final Sql poll;

  ClaimLog(String schema) {
    claim = Sql.of(schema, "claims/claim.sql");
    settle = Sql.of(schema, "claims/settle_claim.sql");
    poll = Sql.of(schema, "claims/poll.sql");
  }

  /**
   * What a worker asks for.
   *
   * @param limit how many runs at most; the engine gives at most 512 a call
   * @param bytes after how many bytes of arguments it stops, but not before the first run
   * @param nonce a random number, new for each call
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
        row -> new Stripe(row.getString(1), row.getShort(2)),
        (Object) queues.toArray(String[]::new));
  }

  /** Gathers the rows of an answer, claim by claim. */
  private static final class Answer implements Sql.Row<Claimed.Status> {
    private final long nonce;
    private final List<Claimed.Batch> batches = new ArrayList<>();
    private Claimed.Status status = Claimed.Status.EMPTY;
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
      status = Claimed.Status.valueOf(row.getString(1).toUpperCase(Locale.ROOT));
      if (status == Claimed.Status.CLAIMED) {
        add(row);
      }
      return status;
    }

    private void add(ResultSet row) throws SQLException {
      int rowLane = row.getInt(3);
      long rowClaim = row.getLong(5);
      if (rowLane != lane || rowClaim != claimNo) {
        finishBatch();
        slot = row.getShort(2);
        lane = rowLane;
        priority = row.getInt(4);
        claimNo = rowClaim;
      }
      runs.add(run(row));
    }

    private static Run run(ResultSet row) throws SQLException {
      return new Run(
          row.getShort(6),
          row.getShort(7),
          row.getString(8),
          row.getLong(9),
          row.getInt(10),
          row.getInt(11),
          row.getInt(12),
          row.getObject(13, OffsetDateTime.class).toInstant(),
          row.getString(14),
          row.getString(15),
          row.getString(16));
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
      return new Claimed(status, List.copyOf(batches));
    }
  }
}
