package dev.awa.correctness.trace;

import dev.awa.AwaException;
import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.correctness.trace.Call.Pair;
import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Workers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * A run of the engine on an empty database, recorded: a producer with several transactions at once,
 * two workers and a leader, each on a thread of its own, on two queues, as dice fall.
 */
public final class Recording {
  private static final List<String> QUEUES = List.of("a", "b");
  private static final int PRODUCED = 12; // transactions
  private static final int OPEN_AT_ONCE = 3;
  private static final int STEPS = 22; // of a worker, and of the leader
  private static final int GENERATIONS = 12; // fewer than slots: a slot tells its generation
  private static final Duration LONG = Duration.ofHours(1);
  private static final Workers.Promise PROMISE = new Workers.Promise(LONG, LONG, LONG);
  private static final Workers.Self RECORDED = new Workers.Self("recorded", List.of(), Set.of());
  private static final Ending DONE =
      new Ending(Closure.COMPLETED, new Ending.Next.Completed(), null);

  private final DataSource database;
  private final Awa awa;
  private final Engine engine = Engine.of(Engine.DEFAULT_SCHEMA);
  private final long seed;
  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong nonce = new AtomicLong(1);

  /** The others take some steps for each of the producer's, or there would be nothing to claim. */
  private final Semaphore pace = new Semaphore(0);

  private final CountDownLatch working = new CountDownLatch(2);
  private final ConcurrentLinkedQueue<Draft> drafts = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Written> written = new ConcurrentLinkedQueue<>();
  private final Lead lead = new Lead(1, 1);

  private Recording(DataSource database, long seed) {
    this.database = database;
    this.awa = Awa.of(database);
    this.seed = seed;
  }

  /** Makes the schema, and records a run whose dice fall as a seed says. */
  public static Trace of(DataSource database, long seed) throws Exception {
    return new Recording(database, seed).record();
  }

  /** A run that was enqueued, by the server's id of its transaction. */
  private record Written(long xid, long job, int lane) {}

  /** What is made of an answer once all transactions are known, in the order of their ids. */
  private interface Answer {
    Map<String, Object> of(List<Long> transactions);
  }

  private record Draft(long begun, long ended, String verb, Answer answer) {
    Call call(List<Long> transactions) {
      return new Call(begun, ended, verb, answer.of(transactions));
    }
  }

  private void note(long begun, String verb, Answer answer) {
    drafts.add(new Draft(begun, clock.incrementAndGet(), verb, answer));
  }

  private static long number(List<Long> transactions, long xid) {
    return transactions.indexOf(xid) + 1L;
  }

  private Trace record() throws Exception {
    awa.migrate();
    try (Connection connection = database.getConnection()) {
      sql(connection, "UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
      for (String queue : QUEUES) {
        // its lane: two producers that come first at once would make twins
        sql(connection, "SELECT awa.lane('" + queue + "', 2::smallint, 0::smallint)");
      }
      engine.leadership().lead(connection, lead.workerId(), LONG);
    }
    List<Future<?>> threads = new ArrayList<>();
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      threads.add(executor.submit(() -> new Producing(new Random(seed)).run()));
      for (int i = 1; i <= 2; i++) {
        long id = 100L + i;
        Random random = new Random(seed + i);
        threads.add(executor.submit(() -> new Working(id, random).run()));
      }
      threads.add(executor.submit(() -> new Leading(new Random(seed + 3)).run()));
      for (Future<?> thread : threads) {
        try {
          thread.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("recording failed, seed " + seed, e.getCause());
        }
      }
    }
    return trace();
  }

  private Trace trace() {
    List<Long> transactions = written.stream().map(Written::xid).distinct().sorted().toList();
    List<Trace.Row> rows =
        written.stream()
            .map(row -> new Trace.Row(number(transactions, row.xid()), row.job(), row.lane()))
            .toList();
    return new Trace(rows, drafts.stream().map(draft -> draft.call(transactions)).toList());
  }

  // --- SQL ---

  private static void sql(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  private static Set<Long> numbers(Connection connection, String sql) throws SQLException {
    Set<Long> numbers = new TreeSet<>();
    texts(connection, sql).forEach(text -> numbers.add(Long.valueOf(text)));
    return numbers;
  }

  // --- producing ---

  /** Transactions that begin, append and end in any order. */
  private final class Producing {
    private final Random random;
    private final List<Transaction> open = new ArrayList<>();
    private int begun;

    Producing(Random random) {
      this.random = random;
    }

    Void run() throws SQLException {
      while (begun < PRODUCED || !open.isEmpty()) {
        pace.release(2);
        if (begun < PRODUCED && (open.isEmpty() || (open.size() < OPEN_AT_ONCE && once(2)))) {
          begun++;
          open.add(new Transaction());
        } else {
          Transaction one = open.get(random.nextInt(open.size()));
          if (one.appended) {
            open.remove(one);
            one.end(once(5));
          } else if (one.append()) {
            one.appended = true;
          } else {
            open.remove(one);
          }
        }
      }
      pace.release(3 * STEPS);
      return null;
    }

    private boolean once(int in) {
      return random.nextInt(in) == 0;
    }

    private final class Transaction {
      private final Connection connection = database.getConnection();
      private final long xid;
      private boolean appended;

      Transaction() throws SQLException {
        connection.setAutoCommit(false);
        long before = clock.incrementAndGet();
        xid = Long.parseLong(texts(connection, "SELECT pg_current_xact_id()").getFirst());
        note(before, "begin", all -> Map.of("x", number(all, xid)));
      }

      /** Whether it was not refused. */
      boolean append() throws SQLException {
        int lane = 1 + random.nextInt(QUEUES.size());
        List<Job<RawJson>> jobs = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
          jobs.add(Job.of("test", new RawJson("{}")).withQueue(QUEUES.get(lane - 1)));
        }
        List<Long> ids = new ArrayList<>();
        long before = clock.incrementAndGet();
        try {
          if (once(2)) {
            awa.copy(connection, jobs.iterator(), enqueued -> ids.add(enqueued.id()));
          } else {
            awa.enqueueAll(connection, jobs).forEach(enqueued -> ids.add(enqueued.id()));
          }
        } catch (AwaException e) {
          note(before, "append", all -> append(all, true, 0));
          written.add(new Written(xid, 1_000_000 + xid, lane)); // the model knows it by a run
          connection.close();
          return false;
        }
        long after = clock.incrementAndGet();
        ids.forEach(job -> written.add(new Written(xid, job, lane)));
        long slot =
            numbers(
                    connection,
                    "SELECT slot FROM awa.ready_entries WHERE job_id = " + ids.getFirst())
                .iterator()
                .next();
        drafts.add(new Draft(before, after, "append", all -> append(all, false, slot)));
        return true;
      }

      private Map<String, Object> append(List<Long> all, boolean refused, long gen) {
        return Map.of("x", number(all, xid), "refused", refused, "gen", gen);
      }

      void end(boolean abort) throws SQLException {
        long before = clock.incrementAndGet();
        if (abort) {
          connection.rollback();
        } else {
          connection.commit();
        }
        note(before, abort ? "abort" : "commit", all -> Map.of("x", number(all, xid)));
        connection.close();
      }
    }
  }

  // --- working ---

  /** Claims, keeps what it claimed for a while, closes it, and announces what it holds. */
  private final class Working {
    private final long id;
    private final Random random;
    private final List<Flush.Ended> open = new ArrayList<>();
    private long epoch;
    private long flushNo;

    Working(long id, Random random) {
      this.id = id;
      this.random = random;
    }

    Void run() throws Exception {
      try (Connection connection = database.getConnection()) {
        epoch = engine.workers().register(connection, id, RECORDED, PROMISE);
        for (int i = 0; i < STEPS; i++) {
          pace.acquire();
          switch (random.nextInt(5)) {
            case 0, 1 -> claim(connection, 1 + random.nextInt(QUEUES.size()));
            case 2, 3 -> flush(connection, 1 + random.nextInt(1 + open.size()));
            default -> beat(connection);
          }
        }
        for (int lane = 1; lane <= QUEUES.size(); lane++) {
          while (claim(connection, lane)) {
            flush(connection, open.size());
          }
        }
        flush(connection, open.size());
        engine.workers().leave(connection, id);
        working.countDown();
      }
      return null;
    }

    /** Whether there may be more. */
    private boolean claim(Connection connection, int lane) throws SQLException {
      ClaimLog.Stripe stripe = new ClaimLog.Stripe(QUEUES.get(lane - 1), (short) 0);
      long before = clock.incrementAndGet();
      Claimed claimed =
          engine
              .claimLog()
              .claim(
                  connection,
                  new ClaimLog.Request(
                      id, stripe, Trace.LIMIT, Long.MAX_VALUE, nonce.incrementAndGet()));
      long after = clock.incrementAndGet();
      if (claimed.status() == Claimed.Status.EMPTY) {
        drafts.add(
            new Draft(
                before, after, "claim", all -> Map.of("lane", (long) lane, "members", Set.of())));
      } else if (claimed.status() == Claimed.Status.CLAIMED) {
        Claimed.Batch batch = claimed.batches().getFirst();
        Set<Long> members = new TreeSet<>();
        batch.runs().forEach(run -> members.add(run.jobId()));
        batch.runs().forEach(run -> open.add(new Flush.Ended(batch.claim(), run, DONE, null)));
        drafts.add(new Draft(before, after, "claim", answer(connection, lane, batch, members)));
      }
      return claimed.status() != Claimed.Status.EMPTY;
    }

    private static Answer answer(
        Connection connection, int lane, Claimed.Batch batch, Set<Long> members)
        throws SQLException {
      String[] row =
          texts(
                  connection,
                  "SELECT concat_ws(' ', lo, hi, pos_xid, pos_job_id) FROM awa.claims WHERE lane = "
                      + lane
                      + " AND claim_no = "
                      + batch.claim().claimNo())
              .getFirst()
              .split(" ", -1);
      Snapshot lo = Snapshot.of(row[0]);
      Snapshot hi = Snapshot.of(row[1]);
      boolean finishes = row[3].equals("0");
      return all -> {
        Map<String, Object> found = new HashMap<>();
        found.put("lane", (long) lane);
        found.put("no", batch.claim().claimNo());
        found.put("slot", (long) batch.claim().slot());
        found.put("members", members);
        found.put("lo", lo.of(all));
        found.put("hi", hi.of(all));
        found.put("finishes", finishes);
        found.put("pos", new Pair(number(all, Long.parseLong(row[2])), Long.parseLong(row[3])));
        return found;
      };
    }

    private void flush(Connection connection, int most) throws SQLException {
      List<Flush.Ended> ended = new ArrayList<>();
      for (int i = 0; i < most && !open.isEmpty(); i++) {
        ended.add(open.remove(random.nextInt(open.size())));
      }
      if (ended.isEmpty()) {
        return;
      }
      long before = clock.incrementAndGet();
      Set<Flush.Ended> stale =
          engine.closureLog().flush(connection, new Flush(id, ++flushNo, ended));
      if (!stale.isEmpty()) {
        throw new IllegalStateException("stale: " + stale);
      }
      Set<Long> jobs = new TreeSet<>();
      Set<Long> slots = new TreeSet<>();
      for (Flush.Ended run : ended) {
        jobs.add(run.run().jobId());
        slots.add((long) run.claim().slot());
      }
      note(before, "flush", all -> Map.of("jobs", jobs, "slots", slots));
      beat(connection);
    }

    private void beat(Connection connection) throws SQLException {
      Collection<Short> held = new TreeSet<>();
      for (Flush.Ended run : open) {
        held.add(run.claim().slot());
        held.add(run.run().slot());
      }
      held.removeIf(slot -> slot < 0);
      Workers.Announcement said = new Workers.Announcement(epoch, List.copyOf(held));
      epoch = engine.workers().beat(connection, id, said).orElseThrow().epoch();
    }
  }

  // --- leading ---

  /** Rotates, prunes, carries and sweeps. */
  private final class Leading {
    private final Random random;

    Leading(Random random) {
      this.random = random;
    }

    Void run() throws Exception {
      try (Connection connection = database.getConnection()) {
        for (int i = 0; i < STEPS; i++) {
          pace.acquire();
          step(connection);
        }
        working.await();
        rotate(connection);
        publish(connection);
        while (prune(connection)) {
          sweep(connection);
        }
      }
      return null;
    }

    private void step(Connection connection) throws SQLException {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> rotate(connection);
        case 4, 5 -> prune(connection);
        case 6 -> carry(connection);
        default -> sweep(connection);
      }
    }

    private List<Ring.Generation> generations(Connection connection) throws SQLException {
      return engine.ring().generations(connection).stream().filter(g -> !g.isCarry()).toList();
    }

    private void rotate(Connection connection) throws SQLException {
      if (generations(connection).getLast().number() < GENERATIONS) {
        long before = clock.incrementAndGet();
        boolean done = engine.ring().rotate(connection, lead);
        long after = clock.incrementAndGet();
        if (done) {
          Optional<String> since =
              texts(connection, "SELECT coalesce(since::text, '') FROM awa.ring ORDER BY gen DESC")
                  .stream()
                  .findFirst()
                  .filter(text -> !text.isEmpty());
          drafts.add(
              new Draft(
                  before,
                  after,
                  "rotate",
                  all -> Map.of("done", true, "since", since.map(x -> known(all, x)).orElse(-1L))));
        }
      }
      if (random.nextInt(4) > 0) {
        publish(connection);
      }
    }

    private void publish(Connection connection) throws SQLException {
      long before = clock.incrementAndGet();
      engine.ring().publishHead(connection);
      note(before, "publish", all -> Map.of());
    }

    /** How many of the transactions were given their ids before another. */
    private static long known(List<Long> all, String xid) {
      return all.stream().filter(one -> one < Long.parseLong(xid)).count();
    }

    /** Whether it was. */
    private boolean prune(Connection connection) throws SQLException {
      Ring.Generation oldest = generations(connection).getFirst();
      long before = clock.incrementAndGet();
      Optional<String> drained = engine.ring().drained(connection, oldest);
      note(
          before,
          "drained",
          all ->
              Map.of(
                  "done",
                  drained.isPresent(),
                  "sees",
                  drained.map(text -> Snapshot.of(text).of(all)).orElse(Set.of())));
      for (int i = 0; i < 3 && drained.isPresent(); i++) {
        long tried = clock.incrementAndGet();
        Ring.Emptying answer =
            engine
                .ring()
                .prune(connection, lead, oldest, drained.get(), Duration.ofMillis(i * 10L));
        boolean done = answer == Ring.Emptying.PRUNED;
        note(tried, "prune", all -> Map.of("done", done, "of", Set.of((long) oldest.slot())));
        if (answer != Ring.Emptying.HELD && answer != Ring.Emptying.BLOCKED) {
          return done;
        }
      }
      return false;
    }

    private void carry(Connection connection) throws SQLException {
      List<Ring.Generation> generations = generations(connection);
      if (generations.size() < 2) {
        return;
      }
      Set<Long> there = carried(connection);
      long before = clock.incrementAndGet();
      boolean done =
          engine.ring().carry(connection, lead, generations.getFirst(), Duration.ofMillis(20))
              == Ring.Emptying.CARRIED;
      long after = clock.incrementAndGet();
      Set<Long> came = carried(connection);
      came.removeAll(there);
      drafts.add(new Draft(before, after, "carry", all -> Map.of("done", done, "carried", came)));
    }

    private static Set<Long> carried(Connection connection) throws SQLException {
      return numbers(connection, "SELECT job_id FROM awa.ready_entries_carry");
    }

    private void sweep(Connection connection) throws SQLException {
      Set<Pair> gone = claims(connection);
      long before = clock.incrementAndGet();
      engine.ring().sweepCarry(connection, lead, 1000);
      long after = clock.incrementAndGet();
      gone.removeAll(claims(connection));
      drafts.add(new Draft(before, after, "sweep", all -> Map.of("gone", gone)));
    }

    private static Set<Pair> claims(Connection connection) throws SQLException {
      Set<Pair> claims = new HashSet<>();
      for (String text :
          texts(connection, "SELECT concat_ws(' ', lane, claim_no) FROM awa.claims_carry")) {
        String[] parts = text.split(" ", -1);
        claims.add(new Pair(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
      }
      return claims;
    }
  }
}
