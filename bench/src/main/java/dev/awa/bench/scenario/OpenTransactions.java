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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What claims cost while other sessions keep transactions open in which each has enqueued a job of
 * the same lane, and while these end one by one.
 */
public final class OpenTransactions implements Scenario {
  private static final int CLAIM = 500;
  private static final int WARM_UP = 20;
  private static final double MILLIS = 1e-6;
  private static final List<Integer> OPEN = List.of(0, 1, 100, 1000);

  @Override
  public String name() {
    return "open-transactions";
  }

  @Override
  public String about() {
    return "claims of 500 while 1, 100 and 1000 sessions hold writing transactions open";
  }

  @Override
  public void run(Lab lab) throws Exception {
    for (int open : OPEN) {
      measure(lab, open);
    }
  }

  private static void measure(Lab lab, int open) throws Exception {
    BenchQueue queue = lab.newQueue();
    List<Connection> sessions = new ArrayList<>();
    try (Connection connection = queue.connect()) {
      queue.copy(connection, 0, CLAIM); // makes the lane
      for (int i = 0; i < open; i++) {
        sessions.add(begun(queue, i));
      }
      Claims claims = new Claims(queue, connection);
      claims.run(WARM_UP);
      claims.clear();
      int count = lab.sized(30, 100 * lab.rounds());
      claims.run(count);
      claims.report(lab, open + " open");
      if (open > 0) {
        claims.clear();
        claims.runWhile(committing(sessions, lab.sized(2, 10)));
        claims.report(lab, open + " ending one by one");
        checkThatAllWereClaimed(queue, connection, claims, open);
      }
    } finally {
      for (Connection session : sessions) {
        session.close();
      }
    }
  }

  private static Connection begun(BenchQueue queue, int n) throws SQLException {
    Connection session = queue.connect();
    session.setAutoCommit(false);
    queue.awa().enqueue(session, SendEmail.job(n));
    return session;
  }

  /** Commits one after the other, all within some seconds. */
  private static Callable<Void> committing(List<Connection> sessions, int seconds) {
    return () -> {
      for (Connection session : sessions) {
        session.commit();
        TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(seconds) / sessions.size());
      }
      return null;
    };
  }

  private static void checkThatAllWereClaimed(
      BenchQueue queue, Connection connection, Claims claims, int open) throws SQLException {
    claims.finish();
    long waiting = BenchQueue.number(connection, "SELECT count(*) FROM awa.ready_entries");
    if (queue.closed(connection) != waiting) {
      throw new IllegalStateException(
          open + " open: " + queue.closed(connection) + " closed of " + waiting + " enqueued");
    }
  }

  /** Enqueues, claims and completes, and notes how long claims take. */
  private static final class Claims {
    private final BenchQueue queue;
    private final Connection connection;
    private final Hand hand;
    private final List<Double> millis = new ArrayList<>();
    private long runs;
    private double seconds;

    Claims(BenchQueue queue, Connection connection) throws SQLException {
      this.queue = queue;
      this.connection = connection;
      this.hand = Hand.of(queue, connection);
    }

    void clear() {
      millis.clear();
      runs = 0;
      seconds = 0;
    }

    void run(int count) throws SQLException {
      for (int i = 0; i < count; i++) {
        step();
      }
    }

    void runWhile(Callable<Void> other) throws Exception {
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<Void> ending = thread.submit(other);
        while (!ending.isDone()) {
          step();
        }
        ending.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a session could not commit", e);
      }
    }

    private void step() throws SQLException {
      long begun = System.nanoTime();
      queue.copy(connection, 0, CLAIM);
      long before = System.nanoTime();
      Claimed claimed = hand.claim(CLAIM);
      millis.add((System.nanoTime() - before) * MILLIS);
      hand.complete(claimed);
      runs += claimed.runs();
      seconds += EndToEnd.seconds(begun);
    }

    void finish() throws SQLException {
      hand.drain(CLAIM);
    }

    void report(Lab lab, String when) {
      Sample taken = Sample.of(millis);
      lab.report("claim of 500, " + when + ", p50", "ms", taken.median());
      lab.report("claim of 500, " + when + ", p99", "ms", taken.quantile(0.99));
      lab.report("enqueue, claim, complete, " + when, "jobs/s", runs / seconds);
    }
  }
}
