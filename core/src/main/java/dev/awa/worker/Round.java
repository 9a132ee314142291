package dev.awa.worker;

import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.Sleepers.Call;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one look at all queues has brought so far. */
final class Round {
  private final long begunNanos = System.nanoTime();
  private final Map<String, Call> called;
  private final List<String> looked = new ArrayList<>();
  private final Set<String> busy = new HashSet<>();
  private final Set<String> left = new HashSet<>();
  private final Set<String> full = new HashSet<>();
  private Map<Stripe, SQLException> failed = Map.of();
  private int answers;
  private int claimed;
  private boolean emptied = true;
  private boolean outOfPermits;

  /**
   * Nothing was looked at yet.
   *
   * @param called what the worker was named for, by queue
   */
  Round(Map<String, Call> called) {
    this.called = called;
  }

  /** The queue is looked at. */
  void looksAt(String queue) {
    looked.add(queue);
  }

  /** The queue is not looked at: all its permits are taken. */
  void skips(String queue) {
    outOfPermits = true;
    looked.remove(queue);
    full.add(queue);
  }

  /** The permits of a queue that had work were taken meanwhile. */
  void findsFull(String queue) {
    skips(queue);
    emptied = false;
  }

  /** A claim of a stripe was answered; it asked for so many runs at most. */
  void answered(Stripe stripe, Claimed answer, int limit) {
    answers++;
    claimed += answer.runs();
    emptied &= answer.emptied();
    if (answer.status() == Claimed.Status.BUSY) {
      busy.add(stripe.queue());
    }
    if (answer.runs() == limit && !answer.emptied()) {
      left.add(stripe.queue());
    }
  }

  /** A claim of a stripe failed, and those of others may get through. */
  void failed(Stripe stripe, SQLException failure) {
    if (failed.isEmpty()) {
      failed = new LinkedHashMap<>();
    }
    failed.put(stripe, failure);
  }

  /** The stripes whose claims failed, in order, and why. */
  Map<Stripe, SQLException> failures() {
    return failed;
  }

  /** Whether a claim got through to an answer, whatever it was. */
  boolean hasAnswers() {
    return answers > 0;
  }

  Map<String, Call> called() {
    return called;
  }

  List<String> looked() {
    return looked;
  }

  boolean hasLookedAt(String queue) {
    return looked.contains(queue);
  }

  /** The queues in which it took all that it had permits for, and there may be more. */
  Set<String> left() {
    return left;
  }

  /** The queues for which it has no permits, or leaves something: others are to look there too. */
  Set<String> leftToOthers() {
    Set<String> all = new HashSet<>(full);
    all.addAll(left);
    return all;
  }

  /** Whether nothing is to be looked for in a queue any more, for all that it knows. */
  boolean isDoneWith(String queue) {
    return !left.contains(queue)
        && !busy.contains(queue)
        && failed.keySet().stream().noneMatch(stripe -> stripe.queue().equals(queue));
  }

  /** Whether it says anything of the worker's being idle: one that found all busy does not. */
  boolean tellsWhetherIdle() {
    return claimed > 0 || busy.isEmpty();
  }

  /** Whether the worker has permits left, and no work to take with them. */
  boolean leavesNothing() {
    return left.isEmpty() && !outOfPermits;
  }

  int claimed() {
    return claimed;
  }

  /** Whether no stripe had anything else, when it was claimed from. */
  boolean hasEmptied() {
    return emptied;
  }

  boolean hasFoundBusy() {
    return !busy.isEmpty();
  }

  boolean isOutOfPermits() {
    return outOfPermits;
  }

  /** How long it has taken. */
  long nanos() {
    return System.nanoTime() - begunNanos;
  }
}
