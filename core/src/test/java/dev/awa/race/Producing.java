package dev.awa.race;

import dev.awa.engine.NewJob;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A producer of a stress test: it has a few transactions open at the same time and does one random
 * thing in a random one of them at each step; so some are short, some long, and they commit in
 * another order than they began.
 */
final class Producing implements AutoCloseable {
  private static final AtomicInteger SESSIONS = new AtomicInteger();

  private final TestQueue queue;
  private final Random random;
  private final List<String> queues;
  private final Map<Long, Integer> committed;
  private final List<Session> sessions = new ArrayList<>();

  Producing(
      TestQueue queue,
      Random random,
      List<String> queues,
      int sessions,
      Map<Long, Integer> committed)
      throws SQLException {
    this.queue = queue;
    this.random = random;
    this.queues = queues;
    this.committed = committed;
    for (int i = 0; i < sessions; i++) {
      this.sessions.add(new Session());
    }
  }

  static Map<Long, Integer> ledger() {
    return new ConcurrentHashMap<>();
  }

  void step() throws SQLException {
    sessions.get(random.nextInt(sessions.size())).step();
  }

  /** Commits what is open. */
  @Override
  public void close() throws SQLException {
    for (Session session : sessions) {
      session.commit();
      session.connection.close();
    }
  }

  /** A point to go back to, and how many jobs there were. */
  private record Mark(Savepoint savepoint, int jobs) {}

  /** One connection, with one transaction after the other. */
  private final class Session {
    private final int number = SESSIONS.incrementAndGet();
    private final Connection connection = queue.begin();
    private final List<Long> jobs = new ArrayList<>();
    private final Deque<Mark> marks = new ArrayDeque<>();

    Session() throws SQLException {}

    void step() throws SQLException {
      int dice = random.nextInt(100);
      if (dice < 25) {
        append(1);
      } else if (dice < 45) {
        append(1 + random.nextInt(60));
      } else if (dice < 53) {
        copy(1 + random.nextInt(random.nextInt(10) == 0 ? 1000 : 80));
      } else if (dice < 63) {
        call();
      } else if (dice < 70) {
        marks.push(new Mark(connection.setSavepoint(), jobs.size()));
      } else if (dice < 75) {
        backToMark();
      } else if (dice < 95) {
        commit();
      } else {
        rollback();
      }
    }

    private NewJob job() {
      String name = queues.get(random.nextInt(queues.size()));
      return TestQueue.checked(
          TestQueue.job(name, random.nextInt()).withPriority(1 + random.nextInt(4)));
    }

    private List<NewJob> some(int count) {
      List<NewJob> some = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        some.add(job());
      }
      return some;
    }

    private void append(int count) throws SQLException {
      queue.engine().readyLog().append(connection, some(count)).forEach(one -> jobs.add(one.id()));
    }

    private void copy(int count) throws SQLException {
      queue.engine().readyLog().copy(connection, some(count)).forEach(one -> jobs.add(one.id()));
    }

    private void call() throws SQLException {
      NewJob job = job();
      try (PreparedStatement statement =
          connection.prepareStatement(
              "SELECT job_id FROM awa.enqueue(?, ?::json, queue => ?, priority => ?)")) {
        statement.setString(1, job.kind());
        statement.setString(2, job.args());
        statement.setString(3, job.queue());
        statement.setInt(4, job.priority());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          jobs.add(row.getLong(1));
        }
      }
    }

    private void backToMark() throws SQLException {
      if (!marks.isEmpty()) {
        Mark mark = marks.pop();
        connection.rollback(mark.savepoint());
        jobs.subList(mark.jobs(), jobs.size()).clear();
      }
    }

    private void commit() throws SQLException {
      connection.commit();
      jobs.forEach(job -> committed.put(job, number));
      forget();
    }

    private void rollback() throws SQLException {
      connection.rollback();
      forget();
    }

    private void forget() {
      jobs.clear();
      marks.clear();
    }
  }
}
