package dev.awa.worker;

import dev.awa.engine.Claim;
import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Claimed runs on their way to the runner. Each begins for itself: what can neither be begun nor be
 * put back waits here and is tried again at the next step. Used by the claimer's thread; permits
 * come back from any.
 */
final class Handover {
  private static final Complaint COMPLAINT =
      new Complaint(
          Handover.class, "a run could neither be begun nor put back, and is tried again");

  private final HeldSlots holds;
  private final Runner runner;
  private final Runnable onWorthClaiming;
  private final Deque<Runner.Handed> handed = new ArrayDeque<>(Claimer.LARGEST_CLAIM);

  /**
   * Nothing is on its way.
   *
   * @param onWorthClaiming what is told when permits that were missed have come back
   */
  Handover(HeldSlots holds, Runner runner, Runnable onWorthClaiming) {
    this.holds = holds;
    this.runner = runner;
    this.onWorthClaiming = onWorthClaiming;
  }

  /**
   * Ends a claim call: takes what it brought, for which permits were taken, and begins it. All of
   * it or, when it throws, nothing.
   */
  void take(Stripe stripe, Claimed answer, Permits permits) {
    Runnable afterwards = () -> giveBack(permits);
    List<Runner.Handed> taken = new ArrayList<>(answer.runs());
    try {
      for (Claimed.Batch batch : answer.batches()) {
        Claim claim = batch.claim();
        for (Run run : batch.runs()) {
          HeldSlots.Hold hold = holds.take(claim.slot(), run.slot());
          taken.add(new Runner.Handed(claim, run, stripe.queue(), hold, afterwards));
        }
      }
      handed.addAll(taken);
    } catch (Throwable e) {
      taken.forEach(one -> one.hold().release());
      throw e;
    }
    holds.endCall();
    begin();
  }

  /** Begins what is on its way. */
  void begin() {
    for (int left = handed.size(); left > 0; left--) {
      Runner.Handed next = handed.remove();
      try {
        runner.run(next);
      } catch (Throwable e) {
        COMPLAINT.about(e);
        handed.add(next);
      }
    }
  }

  private void giveBack(Permits permits) {
    permits.giveBack(1);
    if (permits.isWorthClaiming()) {
      onWorthClaiming.run();
    }
  }
}
