package dev.awa.worker;

import dev.awa.engine.ClaimLog;
import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.Failures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claim calls of a worker, one after the other, each a transaction of its own. One whose
 * outcome is unknown is settled before any other: what it claimed is adopted, or another worker's
 * to rescue.
 *
 * <p>Where a call failed because a row can't be read, the next of the stripe reads row by row: see
 * {@link ClaimLog#claimReadable}. It goes on so until such a call finds all readable.
 *
 * <p>From the call on nothing newer is announced ({@link Holds}) until its runs are handed over, or
 * it is known that there are none.
 */
final class ClaimCalls {
  private final ClaimLog claimLog;
  private final Session session;
  private final Identity identity;
  private final Holds holds;
  private final long bytes;
  private final Set<Stripe> damaged = new HashSet<>();
  private volatile ClaimLog.@Nullable Request unsettled;

  /**
   * No call yet.
   *
   * @param bytes after how many bytes of arguments a call stops
   */
  ClaimCalls(ClaimLog claimLog, Session session, Identity identity, Holds holds, long bytes) {
    this.claimLog = claimLog;
    this.session = session;
    this.identity = identity;
    this.holds = holds;
    this.bytes = bytes;
  }

  /** What is done with the answer of a call that was settled: it ends the call. */
  interface Adoption {
    void of(Stripe stripe, Claimed answer);
  }

  /** Whether the outcome of every call is known. Asked by any thread. */
  boolean areSettled() {
    return unsettled == null;
  }

  /**
   * Claims runs of a stripe; who is answered hands them over, which ends the call. Null when the
   * worker's id was given up meanwhile: what that has claimed is rescued.
   */
  @Nullable Claimed claim(long worker, Stripe stripe, int limit) throws SQLException {
    Claimed answer = answer(new ClaimLog.Request(worker, stripe, limit, bytes, identity.nonce()));
    if (identity.is(worker)) {
      return answer;
    }
    holds.endCall();
    return null;
  }

  private Claimed answer(ClaimLog.Request request) throws SQLException {
    holds.beginCall();
    try {
      return session.call(connection -> claim(connection, request));
    } catch (SQLException e) {
      if (Failures.isOfDamage(e)) {
        damaged.add(request.stripe());
      }
      if (Failures.isOutcomeUnknown(e)) {
        unsettled = request;
      } else {
        holds.endCall();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      unsettled = request; // the claim may be there, and its answer was not read
      throw e;
    }
  }

  private Claimed claim(Connection connection, ClaimLog.Request request) throws SQLException {
    if (!damaged.contains(request.stripe())) {
      return claimLog.claim(connection, request);
    }
    Claimed answer = claimLog.claimReadable(connection, request);
    if (answer.status() == Claimed.Status.CLAIMED && !answer.hasUnreadable()) {
      damaged.remove(request.stripe());
    }
    return answer;
  }

  /** Settles the call with an unknown outcome, if there is one. */
  void settle(Adoption adoption) throws SQLException {
    ClaimLog.Request request = unsettled;
    if (request != null) {
      Claimed answer = settled(request);
      if (answer == null) {
        holds.endCall();
      } else {
        adoption.of(request.stripe(), answer);
      }
      unsettled = null;
    }
  }

  private @Nullable Claimed settled(ClaimLog.Request request) throws SQLException {
    if (!identity.is(request.workerId())) {
      return null;
    }
    Claimed answer = session.call(connection -> claimLog.settle(connection, request));
    return identity.is(request.workerId()) ? answer : null;
  }
}
