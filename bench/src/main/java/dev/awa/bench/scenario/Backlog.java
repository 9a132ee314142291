package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Hand;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.engine.Claimed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a claim of 500 costs when little and when much waits. After each claim as much is enqueued
 * as was claimed, so that the backlog keeps its size; the sizes take turns.
 */
public final class Backlog implements Scenario {
  private static final int CLAIM = 500;
  private static final int WARM_UP = 30;
  private static final int ROTATE_EVERY = 100_000;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "backlog";
  }

  @Override
  public String about() {
    return "cost of a claim of 500 out of backlogs of 1,000 to 1,000,000";
  }

  /** A queue in which so many jobs wait. */
  static final class Waiting implements AutoCloseable {
    private final int size;
    private final BenchQueue queue;
    private final Connection connection;
    private final Hand hand;
    private final List<Double> medians = new ArrayList<>();

    Waiting(Lab lab, int size) throws SQLException {
      this.size = size;
      queue = lab.newQueue();
      connection = queue.connect();
      hand = Hand.of(queue, connection);
      for (int from = 0; from < size; from += ROTATE_EVERY) {
        queue.copy(connection, from, Math.min(ROTATE_EVERY, size - from));
        hand.rotate();
      }
      BenchQueue.sql(connection, "ANALYZE awa.lanes");
      claims(WARM_UP);
    }

    /** Milliseconds each claim took. */
    Sample claims(int count) throws SQLException {
      double[] millis = new double[count];
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        Claimed claimed = hand.claim(CLAIM);
        millis[i] = (System.nanoTime() - begun) * MILLIS;
        if (claimed.runs() != CLAIM) {
          throw new IllegalStateException(
              "backlog of " + size + ": claimed " + claimed.runs() + " of " + CLAIM);
        }
        hand.complete(claimed);
        queue.copy(connection, 0, CLAIM);
      }
      return Sample.of(millis);
    }

    void measure(int count) throws SQLException {
      medians.add(claims(count).median());
    }

    Sample medians() {
      return Sample.of(medians);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  @Override
  public void run(Lab lab) throws SQLException {
    List<Waiting> sizes = new ArrayList<>();
    try {
      for (int size : sizes(lab)) {
        long begun = System.nanoTime();
        sizes.add(new Waiting(lab, size));
        lab.say(String.format("%,d waiting after %.1f s", size, EndToEnd.seconds(begun)));
      }
      lab.server().checkpoint();
      for (int round = 0; round < lab.rounds(); round++) {
        for (Waiting waiting : sizes) {
          waiting.measure(lab.sized(20, 60));
        }
      }
      report(lab, sizes);
    } finally {
      for (Waiting waiting : sizes) {
        waiting.close();
      }
    }
  }

  private static int[] sizes(Lab lab) {
    if (lab.isShort()) {
      return new int[] {1_000, 100_000};
    }
    return lab.isLong()
        ? new int[] {1_000, 100_000, 1_000_000, 10_000_000}
        : new int[] {1_000, 100_000, 1_000_000};
  }

  private static void report(Lab lab, List<Waiting> sizes) {
    Sample smallest = sizes.getFirst().medians();
    for (Waiting waiting : sizes) {
      lab.report(String.format("claim of 500 of %,d", waiting.size), "ms", waiting.medians());
    }
    double[] rounds = smallest.values();
    if (rounds.length > 1) { // the more was claimed before, the more lies behind the cursor
      lab.report(
          "1,000, last round / first",
          "",
          Sample.of(rounds[rounds.length - 1] / rounds[0]),
          Target.atMost(1.5));
    }
    for (Waiting waiting : sizes.subList(1, sizes.size())) {
      lab.report(
          String.format("%,d / %,d", waiting.size, sizes.getFirst().size),
          "",
          waiting.medians().over(smallest),
          Target.atMost(1.5));
    }
  }
}
