package dev.awa.chaos.soak;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets things go wrong, two at a time at most: each sort once, in the order that a seed says, then
 * as the seed says. Two never happen to the same worker or function at once.
 */
final class Faults implements AutoCloseable {
  /** What goes wrong. */
  enum Sort {
    FROZEN("froze a worker"),
    FROZEN_PAST_LEASE("froze a worker past its lease"),
    KILLED("killed a worker"),
    FLUSH_AWAY("renamed awa.flush away"),
    ENDINGS_AWAY("renamed awa.end_runs away"),
    READER("held locks as a reader of awa.jobs");

    final String text;

    Sort(String text) {
      this.text = text;
    }
  }

  /** Of so many that follow, one is of each sort, and the others are short freezes. */
  private static final int TURNS = 8;

  private static final int AT_ONCE = 2;
  private static final Duration AWAY = Duration.ofSeconds(1);

  private final Lab lab;
  private final Pace pace;
  private final long begun = System.nanoTime();
  private final Queue<Sort> first;
  private final Set<Object> busy = new HashSet<>();
  private final List<WorkerChild> workers;
  private final List<Sort> told = new CopyOnWriteArrayList<>();
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger started;
  private volatile boolean closed;

  /**
   * How long things take.
   *
   * @param lease of the workers
   * @param frozen the longest freeze that the lease outlasts
   * @param rest the longest time between a fault and the next
   */
  record Pace(Duration lease, Duration frozen, Duration rest) {}

  Faults(Lab lab, Pace pace, List<WorkerChild> workers, long seed) {
    this.lab = lab;
    this.pace = pace;
    this.workers = new ArrayList<>(workers);
    this.started = new AtomicInteger(workers.size());
    List<Sort> all = new ArrayList<>(List.of(Sort.values()));
    Collections.shuffle(all, new Random(seed));
    this.first = new ConcurrentLinkedQueue<>(all);
    for (int i = 0; i < AT_ONCE; i++) {
      Random random = new Random(seed + i);
      threads.add(Thread.ofPlatform().name("faults-" + i).start(() -> run(random)));
    }
  }

  long count(Sort sort) {
    return told.stream().filter(sort::equals).count();
  }

  /** What could not be done or undone as it should. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  private void run(Random random) {
    while (!closed) {
      Wait.pass(upTo(pace.rest(), random));
      Sort sort = Optional.ofNullable(first.poll()).orElseGet(() -> any(random));
      try {
        let(sort, random);
      } catch (Exception e) {
        broken.add(sort.text + ": " + e);
        System.out.println("  BROKE: " + sort.text + ": " + e);
      }
    }
  }

  private static Sort any(Random random) {
    int turn = random.nextInt(TURNS);
    return turn < Sort.values().length ? Sort.values()[turn] : Sort.FROZEN;
  }

  private void let(Sort sort, Random random) throws Exception {
    switch (sort) {
      case FROZEN -> withWorker(sort, random, w -> freeze(w, sort, upTo(pace.frozen(), random)));
      case FROZEN_PAST_LEASE ->
          withWorker(sort, random, w -> freeze(w, sort, pace.lease().multipliedBy(5).dividedBy(4)));
      case KILLED -> withWorker(sort, random, this::kill);
      case FLUSH_AWAY -> renameAway(sort, "flush");
      case ENDINGS_AWAY -> renameAway(sort, "end_runs");
      case READER -> read(sort, upTo(pace.frozen(), random));
    }
  }

  private static Duration upTo(Duration longest, Random random) {
    long millis = longest.toMillis();
    return Duration.ofMillis(millis / 4 + random.nextLong(millis * 3 / 4));
  }

  // --- to workers ---

  private interface Deed {
    void to(WorkerChild worker) throws Exception;
  }

  private void withWorker(Sort sort, Random random, Deed deed) throws Exception {
    Optional<WorkerChild> worker = reserve(random);
    if (worker.isEmpty()) {
      first.add(sort);
      return;
    }
    try {
      deed.to(worker.get());
    } finally {
      free(worker.get());
    }
  }

  private synchronized Optional<WorkerChild> reserve(Random random) {
    List<WorkerChild> idle = workers.stream().filter(worker -> !busy.contains(worker)).toList();
    if (idle.isEmpty()) {
      return Optional.empty();
    }
    WorkerChild worker = idle.get(random.nextInt(idle.size()));
    busy.add(worker);
    return Optional.of(worker);
  }

  private synchronized boolean reserve(Object what) {
    return busy.add(what);
  }

  private synchronized void free(Object what) {
    busy.remove(what);
  }

  private void freeze(WorkerChild worker, Sort sort, Duration time) throws Exception {
    say(sort, "freezes " + worker.name() + " for " + time.toMillis() + " ms");
    lab.injected();
    worker.pause();
    try {
      Wait.pass(time);
    } finally {
      worker.resume();
    }
    lab.workers().awaitBeatSince(worker, now());
    Wait.pass(Duration.ofSeconds(1)); // what it had claimed before begins
    worker.recovered();
  }

  private String now() {
    return lab.database().text("SELECT clock_timestamp()").orElseThrow();
  }

  private void kill(WorkerChild worker) throws InterruptedException, IOException {
    say(Sort.KILLED, "kills " + worker.name());
    lab.kill(worker);
    WorkerChild next = start(lab, "w" + started.incrementAndGet());
    synchronized (this) {
      workers.remove(worker);
      workers.add(next);
      busy.add(next);
    }
    try {
      next.awaitStarted();
    } finally {
      free(next);
    }
  }

  /** A worker as the run has them. */
  static WorkerChild start(Lab lab, String name) throws IOException {
    return lab.isShort() ? lab.workers().start(name) : lab.workers().startSteady(name);
  }

  // --- to the database ---

  private void renameAway(Sort sort, String function) throws SQLException {
    if (!reserve(function)) {
      return;
    }
    say(sort, "renames awa." + function + " away");
    lab.injected();
    try {
      rename(function, function + "_away");
      Wait.pass(AWAY);
    } finally {
      rename(function + "_away", function);
      free(function);
    }
  }

  private void rename(String from, String to) throws SQLException {
    lab.database().execute("ALTER FUNCTION awa.%s RENAME TO %s".formatted(from, to));
  }

  /** Has read a job, and takes its time before it ends its transaction. */
  private void read(Sort sort, Duration time) throws SQLException {
    say(sort, "reads awa.jobs and holds the locks for " + time.toMillis() + " ms");
    lab.injected();
    String url = Postgres.url(lab.database().server().port(), lab.database().name());
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT id FROM awa.jobs LIMIT 1");
      Wait.pass(time);
      connection.rollback();
    }
  }

  private void say(Sort sort, String what) {
    told.add(sort);
    System.out.println("  %5.1f s: %s".formatted((System.nanoTime() - begun) / 1e9, what));
  }

  /** Ends the last of them: every function has its name again, every worker goes on. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
