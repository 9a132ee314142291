package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.CancelVerdict;
import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.engine.Claim;
import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.DeferredJobs;
import dev.awa.engine.Ending;
import dev.awa.engine.Endings;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.NewJob;
import dev.awa.engine.Queues;
import dev.awa.engine.Rescue;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.engine.Workers;
import dev.awa.model.Model.End;
import dev.awa.model.Model.Wish;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One life of a queue: a random step at a time, done on the engine and on the model, and what the
 * engine answers compared with what the model says. One thread and one seed, so that a life can be
 * lived again.
 */
final class ModelRun implements AutoCloseable {
  static final List<String> QUEUES = List.of("plain", "striped", "brief");
  private static final Duration LATER = Duration.ofHours(1);
  private static final int TOLD = 20;

  private final Random random;
  private final TestQueue queue = TestQueue.create();
  private final Engine engine = queue.engine();
  private final Model model = new Model(Set.of("brief"));
  private final Lead lead = new Lead(1, 1);

  private final List<Producer> producers = new ArrayList<>();
  private final List<ModelWorker> workers = new ArrayList<>();
  private final Map<Integer, Queues.Lane> lanes = new HashMap<>();
  private final Set<String> paused = new HashSet<>();
  private final Set<String> claimed = new HashSet<>();
  private final Set<Long> purged = new HashSet<>();
  private final Map<String, Integer> stripesOfKeys = new HashMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Deque<String> told = new ArrayDeque<>();

  /** For calls of workers and leaders, in autocommit. */
  private final Connection connection;

  private int steps;
  private int args;
  private long clock;
  private long headGeneration;
  private boolean emptiedSome;

  ModelRun(long seed) throws SQLException {
    random = new Random(seed);
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.sql(
        "INSERT INTO awa.queues (name, stripes, aging, dlq) VALUES ('plain', 1, '0', true),"
            + " ('striped', 3, '0', true), ('brief', 1, '0', false)");
    connection = connect();
    engine.workers().lead(connection, lead.workerId(), Duration.ofDays(1));
    for (int i = 0; i < 3; i++) {
      producers.add(new Producer(i));
    }
    for (int i = 0; i < 2; i++) {
      workers.add(new ModelWorker());
    }
  }

  /** A connection on which the server's own dice fall as the seed says. */
  private Connection connect() throws SQLException {
    Connection made = queue.connect();
    TestQueue.sql(made, "SET statement_timeout = '30s'"); // nobody waits for anybody
    TestQueue.texts(made, "SELECT setseed(" + random.nextDouble() + ")::text");
    return made;
  }

  @Override
  public void close() throws SQLException {
    for (Producer producer : producers) {
      producer.connection.close();
    }
    connection.close();
  }

  // --- telling ---

  private void tell(String step) {
    told.addLast(steps + " " + step);
    if (told.size() > TOLD) {
      told.removeFirst();
    }
    counts.merge(step.split("[ :]", 2)[0], 1, Integer::sum);
  }

  private void answer(Object answer) {
    told.addLast(told.removeLast() + " -> " + answer);
  }

  /** The last steps, for somebody who looks for what went wrong. */
  String story() {
    return String.join("\n", told);
  }

  /** How often each step was taken. */
  Map<String, Integer> counts() {
    return counts;
  }

  // --- steps ---

  /** One random step. */
  void step() throws SQLException {
    steps++;
    int dice = random.nextInt(100);
    if (dice < 28) {
      any(producers).step();
    } else if (dice < 72) {
      any(workers).step();
    } else if (dice < 77) {
      cancel();
    } else if (dice < 83) {
      time();
    } else {
      maintain();
    }
    if (once(8)) {
      compare();
    }
  }

  /** What the engine speaks of is known to the model. */
  private static <K, V> V known(Map<K, V> all, K key) {
    V one = all.get(key);
    if (one == null) {
      throw new AssertionError("NoLoss, ClaimOnce: " + key + " is not among " + all.keySet());
    }
    return one;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private void time() throws SQLException {
    switch (random.nextInt(3)) {
      case 0 -> becomeDue();
      case 1 -> promote();
      default -> pause();
    }
  }

  private void maintain() throws SQLException {
    int dice = random.nextInt(100);
    if (dice < 22) {
      rotate();
    } else if (dice < 52) {
      prune();
    } else if (dice < 60) {
      carry();
    } else if (dice < 68) {
      sweep();
    } else if (dice < 92) {
      rescue();
    } else {
      history();
    }
  }

  /** Does it in a transaction; answers that transaction's id, 0 when it wrote nothing. */
  private long inTransaction(boolean commit, TestQueue.Action action) throws SQLException {
    connection.setAutoCommit(false);
    try {
      action.on(connection);
      return xid(connection);
    } finally {
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  private static long xid(Connection tx) throws SQLException {
    return TestQueue.number(
        tx, "SELECT coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0)");
  }

  // --- producers ---

  /** Somebody with one transaction after the other, each open for a while. */
  private final class Producer {
    private final int number;
    private final Connection connection = connect();
    private final Model.Open open = new Model.Open();
    private final Deque<Savepoint> savepoints = new ArrayDeque<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Set<String> touched = new HashSet<>();
    private boolean old;

    Producer(int number) throws SQLException {
      this.number = number;
      connection.setAutoCommit(false);
    }

    void step() throws SQLException {
      int dice = random.nextInt(100);
      if (dice < 50) {
        enqueue();
      } else if (dice < 58) {
        mark();
      } else if (dice < 65) {
        backToMark();
      } else if (dice < 93) {
        commit();
      } else {
        rollBack();
      }
    }

    private void mark() throws SQLException {
      tell("savepoint of producer " + number);
      savepoints.push(connection.setSavepoint());
      marks.push(open.size());
    }

    private void backToMark() throws SQLException {
      if (!savepoints.isEmpty()) {
        tell("rollback-to-savepoint of producer " + number + " to " + marks.peek());
        connection.rollback(savepoints.pop());
        model.rollBack(open, marks.pop());
      }
    }

    void commit() throws SQLException {
      tell("commit of producer " + number + ": " + open.size() + " jobs");
      connection.commit();
      model.commit(open);
      begin();
    }

    private void rollBack() throws SQLException {
      tell("rollback of producer " + number + ": " + open.size() + " jobs");
      connection.rollback();
      model.rollBack(open, 0);
      begin();
    }

    private void begin() throws SQLException {
      savepoints.clear();
      marks.clear();
      touched.clear();
      old = once(5);
      connection.setTransactionIsolation(
          old ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
    }

    private void enqueue() throws SQLException {
      List<Wish> wishes = new ArrayList<>();
      int n = once(8) ? 1 + random.nextInt(40) : 1 + random.nextInt(4);
      for (int i = 0; i < n; i++) {
        wishes.add(wish(this));
      }
      tell("enqueue of producer " + number + ": " + n);
      List<NewJob> jobs = wishes.stream().map(ModelRun::newJob).toList();
      int refused = refused(wishes);
      List<Enqueued> answers;
      try {
        answers = call(jobs);
      } catch (DuplicateJobException e) {
        assertThat(e.index()).as("the job that was refused").isEqualTo(refused);
        // the call has taken the other keys and given them back, which nobody sees before the
        // commit
        wishes.stream().map(Wish::key).filter(Objects::nonNull).forEach(touched::add);
        return;
      }
      assertThat(refused).as("a duplicate that should have been refused").isEqualTo(-1);
      accept(wishes, answers);
    }

    private List<Enqueued> call(List<NewJob> jobs) throws SQLException {
      return once(2)
          ? engine.readyLog().append(connection, jobs)
          : engine.readyLog().copy(connection, jobs);
    }

    private void accept(List<Wish> wishes, List<Enqueued> answers) throws SQLException {
      Map<Long, Model.Job> added = new HashMap<>();
      for (int i = 0; i < answers.size(); i++) {
        Wish wish = wishes.get(i);
        Long holder = wish.key() == null ? null : model.holders.get(wish.key());
        Enqueued answer = answers.get(i);
        assertThat(answer.duplicate()).as("duplicate of %s", holder).isEqualTo(holder != null);
        if (holder != null) {
          assertThat(answer.id()).as("who holds %s", wish.key()).isEqualTo(holder);
        } else {
          Model.Job job = new Model.Job(answer.id(), wish);
          model.enqueue(open, job);
          added.put(job.id, job);
        }
      }
      place(added, wishes);
    }

    /** Where the engine put the jobs: the lane and the transaction are its own choice. */
    private void place(Map<Long, Model.Job> added, List<Wish> wishes) throws SQLException {
      String sql =
          """
          SELECT job_id, lane, xid::text::bigint FROM awa.ready_entries_%d WHERE job_id = ANY (?)
          UNION ALL
          SELECT job_id, lane, 0 FROM awa.deferred_jobs WHERE job_id = ANY (?)
          """
              .formatted(headGeneration % Ring.SLOTS); // the others it would keep from being pruned
      Long[] ids = added.keySet().toArray(Long[]::new);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setArray(1, connection.createArrayOf("int8", ids));
        statement.setArray(2, connection.createArrayOf("int8", ids));
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            Model.Job job = known(added, row.getLong(1));
            assertThat(row.getLong(3) == 0).as("%s is deferred", job).isEqualTo(job.isDeferred());
            job.lane = row.getInt(2);
            job.xid = row.getLong(3);
          }
        }
      }
      for (Model.Job job : added.values()) {
        checkLane(job, wishes);
      }
    }

    private void checkLane(Model.Job job, List<Wish> wishes) throws SQLException {
      if (!lanes.containsKey(job.lane)) {
        engine.queues().lanes(connection, QUEUES).forEach(lane -> lanes.put(lane.lane(), lane));
      }
      Queues.Lane lane = known(lanes, job.lane);
      assertThat(lane.queue()).isEqualTo(job.queue);
      assertThat(lane.priority()).isEqualTo(job.priority);
      for (Wish wish : wishes) {
        if (wish.args().equals(job.args) && wish.orderingKey() != null) {
          int stripe =
              stripesOfKeys.computeIfAbsent(
                  job.queue + "/" + wish.orderingKey(), key -> lane.stripe());
          assertThat(lane.stripe()).as("jobs of one key share a stripe").isEqualTo(stripe);
        }
      }
    }
  }

  private Wish wish(Producer producer) {
    String key = producer.old || !once(5) ? null : "key " + random.nextInt(12);
    if (key != null && isTakenByAnother(producer, key)) {
      key = null; // the producer would wait for the other one
    }
    Set<JobState> heldAfter = new TreeSet<>();
    for (JobState state : List.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)) {
      if (once(4)) {
        heldAfter.add(state);
      }
    }
    return new Wish(
        "{\"n\": " + ++args + "}",
        any(QUEUES),
        1 + random.nextInt(4),
        1 + random.nextInt(4),
        once(6),
        key,
        heldAfter,
        once(6),
        once(3) ? "order " + random.nextInt(4) : null);
  }

  private boolean isTakenByAnother(Producer producer, String key) {
    return producers.stream()
        .anyMatch(
            other -> other != producer && (other.open.holds(key) || other.touched.contains(key)));
  }

  /** The index of the first job of a batch that is a duplicate and must not be; -1 for none. */
  private int refused(List<Wish> wishes) {
    Set<String> held = new HashSet<>(model.holders.keySet());
    for (int i = 0; i < wishes.size(); i++) {
      String key = wishes.get(i).key();
      if (key != null && !held.add(key) && wishes.get(i).orFail()) {
        return i;
      }
    }
    return -1;
  }

  private static NewJob newJob(Wish wish) {
    Job<RawJson> job =
        Job.of("test", new RawJson(wish.args()))
            .withQueue(wish.queue())
            .withPriority(wish.priority())
            .withMaxAttempts(wish.maxAttempts());
    if (wish.later()) {
      job = job.withDelay(LATER);
    }
    if (wish.orderingKey() != null) {
      job = job.withOrderingKey(wish.orderingKey());
    }
    if (wish.key() != null) {
      Unique unique =
          Unique.byText(wish.key()).heldAfter(wish.heldAfter().toArray(JobState[]::new));
      job = job.withUnique(wish.orFail() ? unique.orFail() : unique);
    }
    return TestQueue.checked(job);
  }

  // --- workers ---

  /** A worker: what it believes to have open may be closed, or never have been. */
  private final class ModelWorker {
    private final long id = random.nextLong(1, Long.MAX_VALUE);
    private final List<Flush.Ended> held = new ArrayList<>();
    private final Set<Long> cancels = new TreeSet<>();
    private long epoch = engine.workers().register(connection, id, "worker", "{}");
    private long flushNo;
    private boolean dead;

    ModelWorker() throws SQLException {}

    void step() throws SQLException {
      int dice = random.nextInt(100);
      if (dice < 40) {
        claim();
      } else if (dice < 75) {
        flush();
      } else if (dice < 97) {
        beat();
      } else {
        dieOrLeave();
      }
    }

    void claim() throws SQLException {
      String name = any(QUEUES);
      int stripe = name.equals("striped") ? random.nextInt(3) : 0;
      claim(name, stripe, once(4) ? 512 : 1 + random.nextInt(12), once(8) ? 1 : Long.MAX_VALUE);
    }

    private void claim(String name, int stripe, int limit, long bytes) throws SQLException {
      long nonce = TestQueue.nonce();
      ClaimLog.Request request =
          new ClaimLog.Request(id, new ClaimLog.Stripe(name, (short) stripe), limit, bytes, nonce);
      boolean commits = !once(10);
      tell(
          (commits ? "claim" : "lost-claim")
              + " by "
              + id
              + " of "
              + name
              + "/"
              + stripe
              + ", limit "
              + limit);
      List<Claimed> answers = new ArrayList<>();
      inTransaction(commits, tx -> answers.add(engine.claimLog().claim(tx, request)));
      Claimed answer = answers.getFirst();
      answer(answer.status() + " " + TestQueue.jobs(answer));
      checkClaim(answer, name, stripe, limit, bytes);
      if (once(6) || !commits) {
        Claimed settled = engine.claimLog().settle(connection, request);
        assertThat(TestQueue.runs(settled))
            .as("what the call is found to have claimed")
            .containsExactlyInAnyOrderElementsOf(commits ? TestQueue.runs(answer) : List.of());
      }
      take(answer, commits);
      if (!commits && once(2)) {
        claim(name, stripe, limit, bytes); // the same numbers under another nonce
      }
    }

    private void take(Claimed answer, boolean commits) {
      for (Claimed.Batch batch : answer.batches()) {
        if (commits) {
          List<Model.Job> jobs = batch.runs().stream().map(run -> job(run.jobId())).toList();
          model.claim(batch.claim().lane(), jobs, batch.claim().nonce());
          batch
              .runs()
              .forEach(run ->
                  assertThat(claimed.add(run.jobId() + "/" + run.runLease()))
                      .as("ClaimOnce: job %d, run %d", run.jobId(), run.runLease())
                      .isTrue());
        }
        if (commits || once(2)) {
          batch
              .runs()
              .forEach(run -> held.add(TestQueue.ended(batch.claim(), run, TestQueue.completed())));
        }
      }
    }

    private Model.Job job(long id) {
      return known(model.jobs, id);
    }

    private void checkClaim(Claimed answer, String name, int stripe, int limit, long bytes) {
      Claimed.Status expected =
          dead ? Claimed.Status.FENCED : paused.contains(name) ? Claimed.Status.PAUSED : null;
      if (expected != null) {
        assertThat(answer.status()).as("FenceHolds").isEqualTo(expected);
        return;
      }
      Map<Integer, List<Model.Job>> waiting = waiting(name, stripe);
      int left = limit;
      int priority = 0;
      for (Claimed.Batch batch : answer.batches()) {
        int lane = batch.claim().lane();
        assertThat(known(lanes, lane).priority())
            .as("better lanes first")
            .isGreaterThanOrEqualTo(priority);
        priority = known(lanes, lane).priority();
        List<Model.Job> next = known(waiting, lane);
        waiting.remove(lane);
        int most = bytes == 1 ? Math.min(1, left) : left;
        List<Model.Job> expectedJobs = next.subList(0, Math.min(most, next.size()));
        checkBatch(batch, expectedJobs);
        left -= expectedJobs.size();
      }
      assertThat(answer.status() == Claimed.Status.CLAIMED).isEqualTo(left < limit);
      if (left > 0) {
        assertThat(waiting).as("NoLoss: lanes that were passed over").isEmpty();
      }
      for (int other : waiting.keySet()) {
        assertThat(known(lanes, other).priority())
            .as("a better lane")
            .isGreaterThanOrEqualTo(priority);
      }
    }

    private void checkBatch(Claimed.Batch batch, List<Model.Job> expected) {
      assertThat(batch.runs())
          .as("NoLoss, ClaimOnce, CarryKeepsOrder: the runs of lane %d", batch.claim().lane())
          .extracting(run ->
              run.jobId()
                  + "/"
                  + run.runLease()
                  + " after "
                  + run.attempts()
                  + " of "
                  + run.maxAttempts()
                  + " "
                  + run.args())
          .containsExactlyElementsOf(
              expected.stream()
                  .map(job ->
                      job.id
                          + "/"
                          + job.lease
                          + " after "
                          + job.attempts
                          + " of "
                          + job.maxAttempts
                          + " "
                          + job.args)
                  .toList());
      assertThat(batch.claim().members()).isEqualTo(batch.runs().size());
    }

    void flush() throws SQLException {
      List<Flush.Ended> ended = new ArrayList<>();
      Map<Flush.Ended, End> ends = new HashMap<>();
      Map<Flush.Ended, Boolean> atOnce = new HashMap<>();
      int most = once(2) ? held.size() : 1 + random.nextInt(8);
      for (int i = 0; i < most && i < held.size(); i++) {
        End end = once(2) ? End.COMPLETE : any(List.of(End.values()));
        boolean now = once(2);
        end = end == End.RESCUE ? End.COMPLETE : end;
        Flush.Ended one = held.get(i);
        one = one.with(ending(one, end, now), once(6) ? "printed" : null);
        ended.add(one);
        ends.put(one, end);
        atOnce.put(one, now);
      }
      if (!ended.isEmpty()) {
        flush(ended, ends, atOnce);
      }
    }

    private void flush(
        List<Flush.Ended> ended, Map<Flush.Ended, End> ends, Map<Flush.Ended, Boolean> atOnce)
        throws SQLException {
      boolean commits = !once(10);
      tell((commits ? "flush" : "lost-flush") + " by " + id + ": " + told(ends));
      Flush batch = new Flush(id, ++flushNo, ended);
      Set<Flush.Ended> stale = new HashSet<>();
      long xid;
      try {
        xid = inTransaction(commits, tx -> stale.addAll(engine.closureLog().flush(tx, batch)));
      } catch (SQLException e) {
        assertThat(dead && Failures.isFenced(e)).as("FenceHolds: " + e).isTrue();
        return;
      }
      assertThat(dead).as("FenceHolds: the flush of a dead worker").isFalse();
      assertThat(stale).as("CloseOnce: what is stale").isEqualTo(expectedStale(ended));
      boolean closes = commits && stale.size() < ended.size();
      if (once(4)) {
        assertThat(engine.closureLog().settle(connection, batch)).as("settled").isEqualTo(closes);
      }
      if (commits) {
        if (!once(10)) { // else it forgets that it sent them
          held.removeIf(one -> isIn(one, ended));
        }
        for (Flush.Ended one : ended) {
          if (!stale.contains(one)) {
            Model.Job job = job(one.run().jobId());
            model.end(job, end(ends, one), atOnce.getOrDefault(one, false), xid, headGeneration);
          }
        }
      }
    }

    private static boolean isIn(Flush.Ended one, List<Flush.Ended> ended) {
      return ended.stream()
          .anyMatch(e -> e.claim().equals(one.claim()) && e.run().equals(one.run()));
    }

    private static End end(Map<Flush.Ended, End> ends, Flush.Ended one) {
      End end = ends.get(one);
      if (end == null) {
        throw new IllegalStateException("an ending that was not sent: " + one);
      }
      return end;
    }

    private static List<String> told(Map<Flush.Ended, End> ends) {
      return ends.entrySet().stream()
          .map(e -> e.getKey().run().jobId() + " " + e.getValue())
          .sorted()
          .toList();
    }

    private Set<Flush.Ended> expectedStale(List<Flush.Ended> ended) {
      Set<Flush.Ended> stale = new HashSet<>();
      for (Flush.Ended one : ended) {
        if (!model.isOpen(one.run().jobId(), one.run().runLease(), one.claim().nonce())) {
          stale.add(one);
        }
      }
      return stale;
    }

    void beat() throws SQLException {
      Set<Short> slots = new TreeSet<>();
      for (Flush.Ended one : held) {
        slots.add(one.claim().slot());
        slots.add(one.run().slot());
      }
      slots.removeIf(slot -> slot < 0);
      tell("beat of " + id + " holding " + slots);
      Optional<Workers.Pulse> pulse =
          engine
              .workers()
              .beat(connection, id, new Workers.Announcement(epoch, List.copyOf(slots)));
      assertThat(pulse.isEmpty()).as("FenceHolds: a dead worker's beat").isEqualTo(dead);
      if (pulse.isPresent()) {
        epoch = pulse.get().epoch();
        assertThat(pulse.get().cancelled()).containsExactlyInAnyOrderElementsOf(cancels);
        held.removeIf(one -> cancels.contains(one.run().jobId()));
        cancels.clear();
      }
    }

    private boolean hasOpenRuns() {
      return held.stream()
          .anyMatch(
              one -> model.isOpen(one.run().jobId(), one.run().runLease(), one.claim().nonce()));
    }

    void dieOrLeave() throws SQLException {
      if (dead) {
        if (once(3) && !isKnown()) {
          workers.set(workers.indexOf(this), new ModelWorker());
        }
      } else if (!hasOpenRuns() && once(2)) {
        tell("leave of " + id);
        engine.workers().leave(connection, id);
        workers.set(workers.indexOf(this), new ModelWorker());
      } else {
        declareDead();
      }
    }

    private boolean isKnown() throws SQLException {
      return TestQueue.number(connection, "SELECT count(*) FROM awa.workers WHERE id = " + id) > 0;
    }

    void declareDead() throws SQLException {
      Workers.Suspect suspect =
          engine.workers().suspects(connection, Duration.ZERO).stream()
              .filter(one -> one.id() == id)
              .findFirst()
              .orElseThrow();
      boolean beats = once(3);
      if (beats) {
        beat();
      }
      tell("declare-dead of " + id);
      boolean declared = engine.workers().declareDead(connection, lead, suspect);
      assertThat(declared).as("declared dead, having beaten: %s", beats).isEqualTo(!beats);
      dead = declared;
    }
  }

  private Map<Integer, List<Model.Job>> waiting(String name, int stripe) {
    Map<Integer, List<Model.Job>> waiting = new TreeMap<>();
    for (int lane : model.lanes()) {
      Queues.Lane known = lanes.get(lane);
      if (known != null && known.queue().equals(name) && known.stripe() == stripe) {
        List<Model.Job> next = model.next(lane);
        if (!next.isEmpty()) {
          waiting.put(lane, next);
        }
      }
    }
    return waiting;
  }

  private static Ending ending(Flush.Ended one, End end, boolean now) {
    int attempt = one.run().attempts() + 1;
    int most = one.run().maxAttempts();
    Duration delay = now ? Duration.ZERO : LATER;
    return switch (end) {
      case COMPLETE -> Endings.of(Outcome.complete(), attempt, most, delay);
      case RETRY -> Endings.of(Outcome.retry("an error"), attempt, most, delay);
      case EXPIRE -> Endings.expired(Duration.ofSeconds(1), attempt, most, delay);
      case SNOOZE -> Endings.of(Outcome.snooze(delay), attempt, most, delay);
      case RELEASE -> Endings.released(attempt, delay, "released");
      case CANCEL -> Endings.of(Outcome.cancel("no more"), attempt, most, delay);
      case FAIL -> Endings.of(Outcome.fail("failed"), attempt, most, delay);
      case RESCUE -> Endings.rescued(attempt, most, LATER);
    };
  }

  // --- people ---

  private void cancel() throws SQLException {
    List<Long> ids = new ArrayList<>(model.jobs.keySet());
    producers.forEach(producer -> {
      if (producer.open.size() > 0) {
        ids.add(producer.open.first());
      }
    });
    ids.add(999_999_999L);
    long id = any(ids);
    Model.Job job = model.jobs.get(id);
    tell("cancel of " + (job == null ? id + " (unknown)" : job));
    List<Optional<CancelVerdict>> verdicts = new ArrayList<>();
    long xid = inTransaction(true, tx -> verdicts.add(engine.jobs().cancel(tx, id, "not wanted")));
    answer(verdicts.getFirst());
    CancelVerdict verdict = verdicts.getFirst().orElse(null);
    if (job == null) {
      assertThat(verdict).isEqualTo(CancelVerdict.UNKNOWN);
    } else if (job.state == JobState.COMPLETED && emptiedSome) {
      assertThat(verdict).isIn(CancelVerdict.FINISHED, CancelVerdict.UNKNOWN);
    } else if (job.state.isFinished()) {
      assertThat(verdict).isEqualTo(CancelVerdict.FINISHED);
    } else {
      assertThat(verdict).as("cancel of %s", job).isEqualTo(CancelVerdict.CANCELLED);
      cancelled(job, xid);
    }
  }

  private void cancelled(Model.Job job, long xid) {
    if (job.state == JobState.RUNNING) {
      for (ModelWorker worker : workers) {
        if (worker.held.stream().anyMatch(one -> isOpen(one, job))) {
          worker.cancels.add(job.id);
        }
      }
      model.end(job, End.CANCEL, false, xid, headGeneration);
    } else {
      model.cancelWaiting(job);
    }
  }

  private static boolean isOpen(Flush.Ended one, Model.Job job) {
    return one.run().jobId() == job.id
        && job.claimedBy != null
        && one.claim().nonce() == job.claimedBy;
  }

  private void pause() throws SQLException {
    String name = any(QUEUES);
    boolean pause = !paused.contains(name) && once(2);
    tell((pause ? "pause of " : "resume of ") + name);
    engine.queues().pause(connection, name, pause, "somebody");
    if (pause) {
      paused.add(name);
    } else {
      paused.remove(name);
    }
  }

  // --- time ---

  /** An hour passes for some of the deferred jobs. */
  private void becomeDue() throws SQLException {
    List<Model.Job> waiting =
        model.jobs.values().stream().filter(job -> job.isDeferred() && job.due == null).toList();
    if (waiting.isEmpty()) {
      return;
    }
    tell("become-due: some of " + waiting.size());
    for (Model.Job job : waiting) {
      if (once(2)) {
        job.due = once(4) ? clock : ++clock;
        TestQueue.sql(
            connection,
            "UPDATE awa.deferred_jobs SET run_at = '2000-01-01Z'::timestamptz + ? * interval '1 s'"
                + " WHERE job_id = ?",
            job.due,
            job.id);
      }
    }
  }

  private void promote() throws SQLException {
    int limit = once(2) ? 1000 : 1 + random.nextInt(5);
    List<Model.Job> due = model.due();
    List<Model.Job> first = due.subList(0, Math.min(limit, due.size()));
    tell("promote: " + first.size() + " of " + due.size());
    List<DeferredJobs.Promotion> answers = new ArrayList<>();
    long xid =
        inTransaction(true, tx -> answers.add(engine.deferredJobs().promote(tx, limit, null)));
    assertThat(answers.getFirst().promoted()).as("promoted").isEqualTo(first.size());
    model.promote(first, xid);
  }

  // --- maintenance ---

  private void rotate() throws SQLException {
    tell("rotate");
    answer(engine.ring().rotate(connection, lead));
    if (!once(4)) {
      publish();
    }
  }

  private void publish() throws SQLException {
    engine.ring().publishHead(connection);
    headGeneration = generations().getLast().number();
  }

  private List<Generation> generations() throws SQLException {
    List<Generation> generations =
        engine.ring().generations(connection).stream().filter(one -> !one.isCarry()).toList();
    assertThat(generations)
        .as("Reclaims: no more segments than slots")
        .hasSizeBetween(1, Ring.SLOTS);
    return generations;
  }

  private Emptying prune() throws SQLException {
    publish();
    Generation oldest = generations().getFirst();
    tell("prune of " + oldest);
    Optional<String> drained = engine.ring().drained(connection, oldest);
    if (drained.isEmpty()) {
      answer("waiting");
      return Emptying.WAITING;
    }
    for (ModelWorker worker : workers) {
      if (!worker.dead && !once(3)) {
        worker.beat();
        worker.beat();
      }
    }
    List<String> cursors = cursors();
    Duration patience = once(20) ? Duration.ofMillis(10) : Duration.ZERO;
    Emptying answer = engine.ring().prune(connection, lead, oldest, drained.get(), patience);
    emptied(oldest, answer, cursors);
    return answer;
  }

  private void carry() throws SQLException {
    publish();
    List<Generation> generations = generations();
    if (generations.size() > 1) {
      tell("carry of " + generations.getFirst());
      List<String> cursors = cursors();
      Emptying answer =
          engine.ring().carry(connection, lead, generations.getFirst(), Duration.ZERO);
      emptied(generations.getFirst(), answer, cursors);
    }
  }

  private void emptied(Generation oldest, Emptying answer, List<String> cursors)
      throws SQLException {
    answer(answer);
    counts.merge(answer.toString(), 1, Integer::sum);
    if (answer == Emptying.PRUNED || answer == Emptying.CARRIED) {
      emptiedSome = true;
      model.emptied(oldest.number());
    }
    assertThat(cursors()).as("CursorSurvives").isEqualTo(cursors);
    compare();
  }

  private List<String> cursors() throws SQLException {
    return TestQueue.texts(
        connection,
        "SELECT (awa.cursor_of(l, awa.live_slots()))::text FROM awa.lanes l ORDER BY l.lane");
  }

  private void sweep() throws SQLException {
    int limit = once(2) ? 1000 : 1 + random.nextInt(4);
    tell("sweep: " + limit);
    List<String> cursors = cursors();
    answer(engine.ring().sweepCarry(connection, lead, limit));
    assertThat(cursors()).as("CursorSurvives").isEqualTo(cursors);
    compare();
  }

  private void history() throws SQLException {
    if (once(2)) {
      tell("summarize");
      engine.readyLog().summarize(connection);
    } else if (once(3)) {
      tell("purge");
      keepHistory("0");
      long gone = engine.history().purge(connection, lead, 1_000_000);
      keepHistory("3 days");
      assertThat(gone).as("purged").isEqualTo(model.purge());
    }
  }

  private void keepHistory(String time) throws SQLException {
    TestQueue.sql(
        connection,
        "UPDATE awa.storage_state SET keep_failed = ?::interval, keep_dlq = ?::interval",
        time,
        time);
  }

  // --- rescue ---

  /** A step of a leader's rescue: a batch of the open runs of one dead worker. */
  private boolean rescue() throws SQLException {
    List<Workers.Dead> dead = engine.workers().dead(connection);
    if (dead.isEmpty()) {
      return false;
    }
    Workers.Dead one = dead.get(random.nextInt(dead.size()));
    tell("rescue of " + one.id() + " from " + one.rescuedTo());
    for (Generation generation : engine.ring().generations(connection)) {
      if (generation.number() >= one.rescuedTo().generation()) {
        List<Claim> claims =
            engine
                .claimLog()
                .claimsOf(connection, one.id(), generation.slot(), after(one, generation));
        if (!claims.isEmpty()) {
          rescue(one, generation, once(2) ? claims : claims.subList(0, 1));
          return true;
        }
      }
    }
    forget(one);
    return true;
  }

  private static Rescue.Position after(Workers.Dead dead, Generation generation) {
    return generation.number() == dead.rescuedTo().generation()
        ? dead.rescuedTo()
        : Rescue.Position.before(generation.number());
  }

  private void rescue(Workers.Dead dead, Generation generation, List<Claim> claims)
      throws SQLException {
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : engine.claimLog().openRuns(connection, generation.slot(), claims)) {
      for (var run : batch.runs()) {
        assertThat(model.isOpen(run.jobId(), run.runLease(), batch.claim().nonce()))
            .as("CloseOnce: job %d is to be rescued", run.jobId())
            .isTrue();
        Flush.Ended one = TestQueue.ended(batch.claim(), run, TestQueue.completed());
        ended.add(one.with(ending(one, End.RESCUE, false), null));
      }
    }
    Claim last = claims.getLast();
    Rescue batch =
        new Rescue(
            dead.id(),
            ended,
            new Rescue.Position(generation.number(), last.lane(), last.claimNo()));
    Set<Flush.Ended> stale = new HashSet<>();
    long xid = inTransaction(true, tx -> stale.addAll(engine.closureLog().rescue(tx, lead, batch)));
    answer(ended.size() + " runs");
    assertThat(stale).as("CloseOnce: stale in a rescue").isEmpty();
    for (Flush.Ended one : ended) {
      Model.Job job = model.jobs.get(one.run().jobId());
      if (job != null) {
        model.end(job, End.RESCUE, false, xid, headGeneration);
      }
    }
  }

  private void forget(Workers.Dead dead) throws SQLException {
    boolean forgotten = engine.workers().forget(connection, lead, dead.id());
    answer(forgotten ? "forgotten" : "to be rescued anew");
    for (ModelWorker worker : workers) {
      if (forgotten && worker.id == dead.id()) {
        assertThat(worker.hasOpenRuns())
            .as("NoLoss: a worker with open runs is forgotten")
            .isFalse();
      }
    }
  }

  // --- comparing ---

  /** Everything that can be seen of the engine is what the model says. */
  void compare() throws SQLException {
    compareJobs();
    for (String name : QUEUES) {
      var stats = engine.queues().stats(connection, name);
      var expected = model.stats(name);
      assertThat(stats.toString().replaceAll("oldestReadyAt=[^,]*", ""))
          .as("CountsExact")
          .isEqualTo(expected.toString().replaceAll("oldestReadyAt=[^,]*", ""));
      assertThat(stats.oldestReadyAt() == null).isEqualTo(stats.available() == 0);
    }
    compareKeys();
    comparePoll();
  }

  private void compareJobs() throws SQLException {
    Map<Long, String> found = new TreeMap<>();
    String sql =
        "SELECT id, queue, state, priority, attempt, max_attempts, run_lease FROM awa.jobs";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String text = "";
        for (int i = 2; i <= 7; i++) {
          text += " " + row.getString(i);
        }
        String before = found.put(row.getLong(1), text);
        assertThat(before).as("OneLiveRun: job %d is also%s", row.getLong(1), text).isNull();
      }
    }
    forgetWhatIsNotKept(found.keySet());
    Map<Long, String> expected = new TreeMap<>();
    model.jobs.values().forEach(job -> expected.put(job.id, text(job)));
    assertThat(found).as("NoLoss, OneLiveRun: the jobs and their states").isEqualTo(expected);
  }

  private static String text(Model.Job job) {
    int attempt = job.attempts + (job.state == JobState.RUNNING ? 1 : 0);
    return " %s %s %d %d %d %d"
        .formatted(job.queue, job.state.word(), job.priority, attempt, job.maxAttempts, job.lease);
  }

  /** Completed jobs are kept as long as their segments; what is gone never comes back. */
  private void forgetWhatIsNotKept(Set<Long> found) {
    List<Model.Job> gone =
        model.jobs.values().stream()
            .filter(job -> job.state == JobState.COMPLETED && !found.contains(job.id))
            .toList();
    assertThat(gone.isEmpty() || emptiedSome).as("NoLoss: completed jobs are kept").isTrue();
    for (Model.Job job : gone) {
      model.forget(job.id);
      purged.add(job.id);
    }
    assertThat(purged.stream().filter(found::contains)).as("what is gone comes back").isEmpty();
  }

  private void compareKeys() throws SQLException {
    Set<String> keys = new TreeSet<>();
    model.holders.values().forEach(id -> keys.add(String.valueOf(id)));
    Set<String> uncommitted = new TreeSet<>();
    producers.forEach(producer -> producer.open.ids().forEach(id -> uncommitted.add("" + id)));
    keys.removeAll(uncommitted);
    assertThat(
            new TreeSet<>(
                TestQueue.texts(connection, "SELECT job_id::text FROM awa.unique_claims")))
        .as("who holds keys")
        .isEqualTo(keys);
  }

  private void comparePoll() throws SQLException {
    Set<String> expected = new TreeSet<>();
    for (Queues.Lane lane : lanes.values()) {
      if (!paused.contains(lane.queue()) && !model.next(lane.lane()).isEmpty()) {
        expected.add(lane.queue() + "/" + lane.stripe());
      }
    }
    Set<String> found = new TreeSet<>();
    engine
        .claimLog()
        .poll(connection, QUEUES)
        .forEach(stripe -> found.add(stripe.queue() + "/" + stripe.number()));
    assertThat(found).as("NoLoss: the stripes that have work").isEqualTo(expected);
  }

  /** One job, as it is found by its id. */
  void findSome() throws SQLException {
    for (Model.Job job : model.jobs.values()) {
      if (once(10)) {
        Optional<StoredJob> found = engine.jobs().find(connection, job.id);
        assertThat(found.map(StoredJob::state)).as("%s", job).contains(job.state);
      }
    }
  }

  // --- the end ---

  /** Everybody ends, everything is done: nothing is lost, and every segment is emptied. */
  void end() throws SQLException {
    for (Producer producer : producers) {
      producer.commit();
    }
    for (String name : QUEUES) {
      engine.queues().pause(connection, name, false, "somebody");
    }
    paused.clear();
    for (ModelWorker worker : List.copyOf(workers)) {
      if (!worker.dead) {
        worker.declareDead();
        if (!worker.dead) {
          worker.declareDead();
        }
      }
    }
    int rescues = 0;
    while (rescue()) {
      assertThat(++rescues).as("rescues that come to no end").isLessThan(10_000);
    }
    workers.clear();
    compare();
    workers.add(new ModelWorker());
    finishAll();
    reclaimAll();
    compare();
  }

  private void finishAll() throws SQLException {
    ModelWorker worker = workers.getFirst();
    for (int round = 0;
        model.jobs.values().stream().anyMatch(job -> !job.state.isFinished());
        round++) {
      assertThat(round).as("NoLoss: jobs that come to no end").isLessThan(1000);
      becomeDue();
      promote();
      for (int i = 0; i < 10; i++) {
        worker.claim();
        worker.flush();
      }
    }
    compare();
  }

  private void reclaimAll() throws SQLException {
    workers.getFirst().held.clear();
    for (int i = 0; generations().size() > 1; i++) {
      assertThat(i).as("Reclaims: segments that are never emptied").isLessThan(200);
      prune();
    }
    while (engine.ring().sweepCarry(connection, lead, 1000) > 0) {
      compare();
    }
    for (String log : List.of("ready_entries", "claims", "closures", "ready_tombstones")) {
      assertThat(TestQueue.number(connection, "SELECT count(*) FROM awa." + log + "_carry"))
          .as("Reclaims: what is left of %s in the carry partition", log)
          .isZero();
    }
  }
}
