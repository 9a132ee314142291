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
 * The claim calls of a worker, on the claimer's thread, one after the other, each a transaction of
 * its own. One whose outcome is unknown is settled before any other: what it claimed is adopted, or
 * another worker's to rescue.
 *
 * <p>A call is settled only when its runs are handed over: should that fail half way, for memory
 * has run out say, the answer is asked for again.
 *
 * <p>Where a call failed because a row can't be read, the next of the stripe reads row by row: see
 * {@link ClaimLog#claimReadable}. It goes on so until such a call finds all readable.
 *
 * <p>From the call on nothing newer is announced ({@link HeldSlots}) until its runs are handed
 * over, or it is known that there are none.
 */
final class ClaimCalls {
  private final ClaimLog claimLog;
  private final Session session;
  private final Identity identity;
  private final HeldSlots holds;
  private final long bytes;
  private final Set<Stripe> damaged = new HashSet<>();
  private ClaimLog.@Nullable Request unsettled;

  /** No call yet. */
  ClaimCalls(Scope scope, Session session) {
    this.claimLog = scope.engine().claimLog();
    this.session = session;
    this.identity = scope.identity();
    this.holds = scope.holds();
    this.bytes = scope.config().claimBytes();
  }

  /** What is done with the answer of a call: it takes all of it and ends the call, or throws. */
  interface Adoption {
    void of(Stripe stripe, Claimed answer);
  }

  /**
   * Claims runs of a stripe and has them handed over; nobody gets them when the worker's id was
   * given up meanwhile: what that has claimed is rescued.
   */
  void claim(long worker, Stripe stripe, int limit, Adoption handover) throws SQLException {
    ClaimLog.Request request = new ClaimLog.Request(worker, stripe, limit, bytes, identity.nonce());
    holds.beginCall();
    unsettled = request;
    Claimed answer;
    try {
      answer = session.call(connection -> claim(connection, request));
    } catch (SQLException e) {
      if (Failures.isOfDamage(e)) {
        damaged.add(request.stripe());
      }
      if (!Failures.isOutcomeUnknown(e)) {
        unsettled = null;
        holds.endCall();
      }
      throw e;
    }
    handOver(request, answer, handover);
  }

  private void handOver(ClaimLog.Request request, Claimed answer, Adoption handover) {
    if (identity.is(request.workerId())) {
      handover.of(request.stripe(), answer);
    } else {
      holds.endCall();
    }
    unsettled = null;
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
    if (request == null) {
      return;
    }
    if (identity.is(request.workerId())) {
      Claimed answer = session.call(connection -> claimLog.settle(connection, request));
      handOver(request, answer, adoption);
    } else {
      holds.endCall();
      unsettled = null;
    }
  }
}
