package dev.awa.bench.scenario;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Hand;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.engine.Claimed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What more stripes are good for: a queue of 1, 2, 4 and 8, with 4, 64 and 256 workers, each a
 * thread with a connection of its own that claims and completes, and two producers that keep a
 * backlog of 4,000 by COPY. A thread that finds stripes busy rests as a worker does: 2 ms eight
 * times, then twice as long each time.
 */
public final class Stripes implements Scenario {
  private static final List<Integer> STRIPES = List.of(1, 2, 4, 8);
  private static final List<Integer> WORKERS = List.of(4, 64, 256);
  private static final int BACKLOG = 4_000;
  private static final int PRODUCERS = 2;
  private static final int CLAIM = 16;
  private static final long REST = 1_000_000; // ns
  private static final long BUSY_REST = 2_000_000; // ns
  private static final int SHORT_BUSY_RESTS = 8;
  private static final int MOST_DOUBLINGS = 9;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "stripes";
  }

  @Override
  public String about() {
    return "1, 2, 4, 8 stripes x 4, 64, 256 workers: jobs a second, claims, stripes found busy";
  }

  @Override
  public void run(Lab lab) throws Exception {
    boolean tiny = lab.sized(10, 10) == 1;
    for (int workers : tiny ? List.of(4, 25) : WORKERS) {
      for (int stripes : tiny ? List.of(1, 8) : STRIPES) {
        List<Turn> turns = new ArrayList<>();
        for (int round = 0; round < lab.rounds(); round++) {
          turns.add(Turn.of(lab, stripes, workers));
        }
        report(lab, stripes + " stripes, " + workers + " workers: ", turns);
      }
    }
  }

  private static void report(Lab lab, String what, List<Turn> turns) {
    lab.report(what + "completed", "jobs/s", each(turns, Turn::rate));
    lab.report(what + "a claim, p50", "ms", each(turns, turn -> turn.claim(0.5)));
    lab.report(what + "a claim, p99", "ms", each(turns, turn -> turn.claim(0.99)));
    lab.report(what + "stripes found busy", "of 100 calls", each(turns, Turn::busyShare));
    lab.report(what + "lost", "jobs", each(turns, Turn::lost));
    lab.report(what + "run twice", "jobs", each(turns, turn -> (double) turn.twice.sum()));
  }

  private interface Figure {
    double of(Turn turn);
  }

  private static Sample each(List<Turn> turns, Figure figure) {
    return Sample.of(turns.stream().map(figure::of).toList());
  }

  /** One shape, for some seconds and until nothing is left. */
  private static final class Turn {
    private final BenchQueue queue;
    private final int stripes;
    private final LongAdder enqueued = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder twice = new LongAdder();
    private final LongAdder busy = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final Set<Long> ran = ConcurrentHashMap.newKeySet();
    private final List<Double> claims = new ArrayList<>();
    private final AtomicBoolean producing = new AtomicBoolean(true);
    private volatile boolean working = true;
    private double rate;

    private Turn(BenchQueue queue, int stripes) {
      this.queue = queue;
      this.stripes = stripes;
    }

    static Turn of(Lab lab, int stripes, int workers) throws Exception {
      BenchQueue queue = lab.newQueue();
      queue.awa().queues().split(SendEmail.QUEUE, stripes, "bench");
      Turn turn = new Turn(queue, stripes);
      turn.run(workers, lab.sized(3_000, 10_000));
      lab.server().dropQueues();
      return turn;
    }

    private void run(int workers, long millis) throws Exception {
      try (ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS + workers)) {
        List<Future<?>> producers = new ArrayList<>();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
          producers.add(threads.submit(this::produce));
        }
        for (int i = 0; i < workers; i++) {
          int first = i % stripes;
          others.add(threads.submit(() -> work(first)));
        }
        try {
          awaitCompleted(1, others); // connections are open
          long before = completed.sum();
          long begun = System.nanoTime();
          Thread.sleep(millis);
          rate = (completed.sum() - before) / EndToEnd.seconds(begun);
          producing.set(false);
          for (Future<?> producer : producers) {
            producer.get();
          }
          awaitCompleted(enqueued.sum(), others);
        } finally {
          producing.set(false);
          working = false;
        }
        for (Future<?> other : others) {
          other.get();
        }
      }
    }

    /** Or until nothing has been completed for ten seconds: then the rest is lost. */
    private void awaitCompleted(long count, List<Future<?>> others) throws Exception {
      long last = completed.sum();
      long since = System.nanoTime();
      while (completed.sum() < count
          && EndToEnd.seconds(since) < 10
          && others.stream().noneMatch(Future::isDone)) {
        Thread.sleep(2);
        if (completed.sum() != last) {
          last = completed.sum();
          since = System.nanoTime();
        }
      }
    }

    private Void produce() throws SQLException {
      try (Connection connection = queue.connect()) {
        while (producing.get()) {
          if (enqueued.sum() - completed.sum() < BACKLOG) {
            queue.copy(connection, 0, BenchQueue.BATCH);
            enqueued.add(BenchQueue.BATCH);
          } else {
            LockSupport.parkNanos(REST);
          }
        }
      }
      return null;
    }

    private Void work(int first) throws SQLException {
      List<Double> own = new ArrayList<>();
      try (Connection connection = queue.connect()) {
        Hand hand = Hand.of(queue, connection);
        int inARow = 0;
        while (working) {
          Claimed.Status found = round(hand, first, own);
          inARow = found == Claimed.Status.BUSY ? inARow + 1 : 0;
          if (found != Claimed.Status.CLAIMED) {
            LockSupport.parkNanos(rest(inARow));
          }
        }
      }
      synchronized (claims) {
        claims.addAll(own);
      }
      return null;
    }

    private static long rest(int busyInARow) {
      int doublings = Math.clamp(busyInARow - SHORT_BUSY_RESTS, 0, MOST_DOUBLINGS);
      return busyInARow == 0 ? REST : BUSY_REST << doublings;
    }

    /** Its own stripe, then the others, until one gives something; else whether one was busy. */
    private Claimed.Status round(Hand hand, int first, List<Double> own) throws SQLException {
      Claimed.Status found = Claimed.Status.EMPTY;
      for (int i = 0; i < stripes; i++) {
        long begun = System.nanoTime();
        Claimed claimed = hand.claim((first + i) % stripes, CLAIM);
        calls.increment();
        if (claimed.status() == Claimed.Status.BUSY) {
          busy.increment();
          found = Claimed.Status.BUSY;
        }
        if (claimed.status() == Claimed.Status.CLAIMED) {
          own.add((System.nanoTime() - begun) * MILLIS);
          finish(hand, claimed);
          return Claimed.Status.CLAIMED;
        }
      }
      return found;
    }

    private void finish(Hand hand, Claimed claimed) throws SQLException {
      claimed
          .batches()
          .forEach(batch ->
              batch.runs().stream()
                  .filter(run -> !ran.add(run.jobId()))
                  .forEach(run -> twice.increment()));
      hand.complete(claimed);
      completed.add(claimed.runs());
    }

    double rate() {
      return rate;
    }

    double claim(double share) {
      return Sample.of(claims).quantile(share);
    }

    double busyShare() {
      return 100.0 * busy.sum() / Math.max(1, calls.sum());
    }

    double lost() {
      return (double) enqueued.sum() - ran.size();
    }
  }
}
