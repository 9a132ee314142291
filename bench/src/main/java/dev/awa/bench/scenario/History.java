package dev.awa.bench.scenario;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Past;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.engine.Ring;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each statement costs over no history and over much: in a warm session, with generic plans,
 * over claims of one job and of 500, in partitions that were analyzed and that never were. What a
 * call writes is rolled back, so that all calls find the same.
 */
public final class History implements Scenario {
  private static final int LARGE_CLAIM = 500;
  private static final int PAGE = 50;
  private static final double GROWS = 1.5;
  private static final double MILLIS = 1e-6;

  /** One statement, or the few of one verb. */
  private record Step(String name, Call call) {}

  /** What is timed. */
  private interface Call {
    void on(Past past, Connection tx) throws SQLException;
  }

  private static final List<Step> STEPS =
      List.of(
          new Step("enqueue one", (past, tx) -> past.queue().awa().enqueue(tx, SendEmail.job(1))),
          new Step("poll", (past, tx) -> past.engine().claimLog().poll(tx, past.queues())),
          new Step("claim one", (past, tx) -> past.claim(tx)),
          new Step("flush one", (past, tx) -> past.flush(tx)),
          new Step("settle a claim", (past, tx) -> past.settleClaim(tx)),
          new Step("settle a flush", (past, tx) -> past.settleFlush(tx)),
          new Step("claims of a worker, a page", (past, tx) -> past.claimsOf(tx)),
          new Step("open runs of a page", (past, tx) -> past.openRuns(tx)),
          new Step("tally", (past, tx) -> past.tally(tx)),
          new Step("tally of long lists", (past, tx) -> past.tallyLists(tx)),
          new Step("find the oldest job", (past, tx) -> past.find(tx, past.oldestJob())),
          new Step("find the newest job", (past, tx) -> past.find(tx, past.newestJob())),
          new Step("list the newest", (past, tx) -> past.list(tx, JobFilter.newest(PAGE))),
          new Step("list a queue", (past, tx) -> past.list(tx, past.filter(null))),
          new Step("list running", (past, tx) -> past.list(tx, past.filter(JobState.RUNNING))),
          new Step("list available", (past, tx) -> past.list(tx, every(JobState.AVAILABLE))),
          new Step("list completed", (past, tx) -> past.list(tx, every(JobState.COMPLETED))),
          new Step("list failed", (past, tx) -> past.list(tx, past.filter(JobState.FAILED))),
          new Step(
              "running jobs of a queue",
              (past, tx) -> past.engine().jobs().running(tx, past.filter(null))),
          new Step("stats", (past, tx) -> past.stats(tx)),
          new Step("stats without trust", (past, tx) -> past.statsWithoutTrust(tx)),
          new Step("cancel a running job", (past, tx) -> past.cancel(tx, past.openJob())),
          new Step("cancel a waiting job", (past, tx) -> past.cancel(tx, past.waitingJob())),
          new Step("cancel by kind", (past, tx) -> past.cancelWaiting(tx)),
          new Step("count what waits", (past, tx) -> past.countWaiting(tx)),
          new Step("drained", (past, tx) -> past.drained(tx)),
          new Step("prune", (past, tx) -> past.prune(tx)),
          new Step("carry", (past, tx) -> past.carry(tx)),
          new Step("sweep", (past, tx) -> past.sweep(tx)),
          new Step("storage status", (past, tx) -> past.queue().awa().storage().status(10)),
          new Step("rebase", (past, tx) -> past.rebase(tx)));

  private static JobFilter every(JobState state) {
    return JobFilter.newest(PAGE).withState(state);
  }

  /** What a queue is made to have. */
  private interface Making {
    Past of(BenchQueue queue, int size) throws SQLException, IOException;
  }

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String about() {
    return "cost of every statement over 0, 100,000 and 1,000,000 jobs of history, over lanes, and"
        + " over open claims";
  }

  @Override
  public void run(Lab lab) throws Exception {
    for (int size : new int[] {1, LARGE_CLAIM}) {
      for (boolean analyzed : new boolean[] {false, true}) {
        String over = size + " a claim, " + (analyzed ? "analyzed" : "never analyzed");
        measure(lab, over, sizes(lab), (queue, jobs) -> past(queue, jobs, size, analyzed));
      }
    }
    int[] few = lab.isShort() ? new int[] {1, 400} : new int[] {1, 1_000, 10_000};
    measure(lab, "a job in each of so many lanes", few, Past::ofLanes);
    int[] open = lab.isShort() ? new int[] {1, 5_000} : new int[] {1_000, 10_000, 100_000};
    measure(lab, "open claims of one lane", open, Past::ofOpen);
  }

  private static Past past(BenchQueue queue, int jobs, int size, boolean analyzed)
      throws SQLException, IOException {
    Past past = Past.of(queue, jobs / size, size, Ring.SLOTS / 2);
    if (analyzed) {
      past.analyze();
    }
    return past;
  }

  private static int[] sizes(Lab lab) {
    return lab.isShort() ? new int[] {0, lab.sized(20_000, 0)} : new int[] {0, 100_000, 1_000_000};
  }

  private static void measure(Lab lab, String over, int[] sizes, Making making) throws Exception {
    Map<Step, List<Found>> table = new LinkedHashMap<>();
    for (int size : sizes) {
      BenchQueue queue = lab.newQueue();
      long begun = System.nanoTime();
      Past past = making.of(queue, size);
      lab.say(String.format("%,d, %s: %.1f s", size, over, EndToEnd.seconds(begun)));
      for (Step step : STEPS) {
        table.computeIfAbsent(step, key -> new ArrayList<>()).add(Found.of(past, step, lab));
      }
      lab.server().dropQueues();
    }
    StringBuilder text = new StringBuilder(over).append(": median / p90 ms, blocks\n");
    table.forEach((step, found) -> text.append(line(step, found)));
    lab.say(text.toString());
    table.forEach((step, found) ->
        lab.report(
            step.name() + ", " + over + ", last / first",
            "",
            Sample.of(ratio(found)),
            Target.atMost(GROWS)));
  }

  private static String line(Step step, List<Found> found) {
    StringBuilder line = new StringBuilder(String.format("  %-28s", step.name()));
    for (Found one : found) {
      line.append(
          String.format(
              " %10.2f /%10.2f %9d %s",
              one.millis().median(), one.millis().quantile(0.9), one.blocks(), one.note()));
    }
    return line.append(String.format("   x %.2f%n", ratio(found))).toString();
  }

  private static double ratio(List<Found> found) {
    return found.getLast().millis().median() / found.getFirst().millis().median();
  }

  /** What a step cost. */
  private record Found(Sample millis, long blocks, String note) {
    static Found of(Past past, Step step, Lab lab) throws SQLException {
      int calls = lab.sized(10, 20);
      Duration limit = Duration.ofSeconds(lab.sized(10, 60));
      try (Connection tx = past.connect(limit)) {
        List<Double> millis = new ArrayList<>();
        long blocks = blocks(past, step, tx); // which is the first call of those that warm up
        long until = System.nanoTime() + limit.toNanos();
        for (int i = 0; i < Past.WARM_UP + calls && System.nanoTime() < until; i++) {
          long begun = System.nanoTime();
          boolean done = call(past, step, tx);
          double took = (System.nanoTime() - begun) * MILLIS;
          tx.rollback();
          if (!done) {
            return new Found(Sample.of(took), blocks, "given up");
          }
          if (i >= Past.WARM_UP || System.nanoTime() > until) {
            millis.add(took);
          }
        }
        return millis.isEmpty()
            ? new Found(Sample.of((double) limit.toMillis()), blocks, "given up")
            : new Found(Sample.of(millis), blocks, "");
      }
    }

    private static long blocks(Past past, Step step, Connection tx) throws SQLException {
      long before = past.blocks(tx);
      call(past, step, tx);
      tx.rollback();
      return past.blocks(tx) - before;
    }

    private static boolean call(Past past, Step step, Connection tx) throws SQLException {
      try {
        step.call().on(past, tx);
        return true;
      } catch (SQLException e) {
        if (Past.TIMED_OUT.equals(e.getSQLState())) {
          return false;
        }
        throw new SQLException(step.name() + ": " + e.getMessage(), e);
      }
    }
  }
}
