package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Deaths;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.engine.Workers;
import dev.awa.engine.Workers.Self;
import dev.awa.model.Model.End;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A worker: what it believes to have open may be closed, or never have been. */
final class ModelWorker {
  final long id;

  /** What it believes to have open. */
  final List<Flush.Ended> held = new ArrayList<>();

  /** The jobs it is to be told are cancelled. */
  final Set<Long> cancels = new TreeSet<>();

  boolean dead;

  private final World world;
  private final Dice dice;
  private final Story story;
  private final Engine engine;
  private final Model model;
  private final Connection connection;
  private long epoch;
  private long flushNo;

  /** Suspect at every moment. */
  private static final Workers.Promise PROMISE =
      new Workers.Promise(Duration.ZERO, Duration.ofHours(1), Duration.ZERO);

  ModelWorker(World world) throws SQLException {
    this.world = world;
    dice = world.dice;
    story = world.story;
    engine = world.engine;
    model = world.model;
    connection = world.connection;
    id = dice.nextLong(1, Long.MAX_VALUE);
    epoch =
        engine
            .workers()
            .register(connection, id, new Self("worker", List.of("q"), Set.of()), PROMISE);
  }

  void step() throws SQLException {
    int roll = dice.nextInt(100);
    if (roll < 40) {
      claim();
    } else if (roll < 75) {
      flush();
    } else if (roll < 97) {
      beat();
    } else {
      dieOrLeave();
    }
  }

  void claim() throws SQLException {
    String name = dice.any(World.QUEUES);
    int stripe = name.equals("striped") ? dice.nextInt(3) : 0;
    claim(
        name, stripe, dice.once(4) ? 512 : 1 + dice.nextInt(12), dice.once(8) ? 1 : Long.MAX_VALUE);
  }

  private void claim(String name, int stripe, int limit, long bytes) throws SQLException {
    long nonce = TestQueue.nonce();
    ClaimLog.Request request =
        new ClaimLog.Request(id, new ClaimLog.Stripe(name, (short) stripe), limit, bytes, nonce);
    boolean commits = !dice.once(10);
    story.tell(
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
    world.inTransaction(commits, tx -> answers.add(engine.claimLog().claim(tx, request)));
    Claimed answer = answers.getFirst();
    story.answer(answer.status() + " " + TestQueue.jobs(answer));
    ClaimCheck check = new ClaimCheck(world, this, request);
    check.check(answer);
    if (dice.once(6) || !commits) {
      Claimed settled = engine.claimLog().settle(connection, request);
      assertThat(TestQueue.runs(settled))
          .as("what the call is found to have claimed")
          .containsExactlyInAnyOrderElementsOf(commits ? TestQueue.runs(answer) : List.of());
    }
    take(answer, commits);
    if (commits) {
      check.checkEmptied(answer);
    }
    world.notePassed();
    if (!commits && dice.once(2)) {
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
                assertThat(world.claimed.add(run.jobId() + "/" + run.runNo()))
                    .as("ClaimOnce: job %d, run %d", run.jobId(), run.runNo())
                    .isTrue());
      }
      if (commits || dice.once(2)) {
        batch
            .runs()
            .forEach(run -> held.add(TestQueue.ended(batch.claim(), run, TestQueue.completed())));
      }
    }
  }

  private Model.Job job(long id) {
    return World.known(model.jobs, id);
  }

  void flush() throws SQLException {
    List<Flush.Ended> ended = new ArrayList<>();
    Map<Flush.Ended, End> ends = new HashMap<>();
    Map<Flush.Ended, Boolean> atOnce = new HashMap<>();
    int most = dice.once(2) ? held.size() : 1 + dice.nextInt(8);
    for (int i = 0; i < most && i < held.size(); i++) {
      End end = dice.once(2) ? End.COMPLETE : dice.any(List.of(End.values()));
      boolean now = dice.once(2);
      end = end == End.RESCUE ? End.COMPLETE : end;
      Flush.Ended one = held.get(i);
      one = one.with(Ends.ending(one, end, now), dice.once(6) ? "printed" : null);
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
    boolean commits = !dice.once(10);
    story.tell((commits ? "flush" : "lost-flush") + " by " + id + ": " + told(ends));
    Flush batch = new Flush(id, ++flushNo, ended);
    Set<Flush.Ended> stale = new HashSet<>();
    long xid;
    try {
      xid = world.inTransaction(commits, tx -> stale.addAll(engine.closureLog().flush(tx, batch)));
    } catch (SQLException e) {
      assertThat(dead && Failures.isFenced(e)).as("FenceHolds: " + e).isTrue();
      return;
    }
    assertThat(dead).as("FenceHolds: the flush of a dead worker").isFalse();
    assertThat(stale).as("CloseOnce: what is stale").isEqualTo(expectedStale(ended));
    boolean closes = commits && stale.size() < ended.size();
    if (dice.once(4)) {
      assertThat(engine.closureLog().settle(connection, batch)).as("settled").isEqualTo(closes);
    }
    if (commits) {
      if (!dice.once(10)) { // else it forgets that it sent them
        held.removeIf(one -> isIn(one, ended));
      }
      for (Flush.Ended one : ended) {
        if (!stale.contains(one)) {
          Model.Job job = job(one.run().jobId());
          model.end(
              job, end(ends, one), atOnce.getOrDefault(one, false), xid, world.headGeneration);
        }
      }
    }
  }

  private static boolean isIn(Flush.Ended one, List<Flush.Ended> ended) {
    return ended.stream().anyMatch(e -> e.claim().equals(one.claim()) && e.run().equals(one.run()));
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
      if (!model.isOpen(one.run().jobId(), one.run().runNo(), one.claim().nonce())) {
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
    story.tell("beat of " + id + " holding " + slots);
    Optional<Workers.Pulse> pulse =
        engine.workers().beat(connection, id, new Workers.Announcement(epoch, List.copyOf(slots)));
    assertThat(pulse.isEmpty()).as("FenceHolds: a dead worker's beat").isEqualTo(dead);
    if (pulse.isPresent()) {
      epoch = pulse.get().epoch();
      assertThat(pulse.get().cancelled()).containsExactlyInAnyOrderElementsOf(cancels);
      held.removeIf(one -> cancels.contains(one.run().jobId()));
      cancels.clear();
    }
  }

  boolean hasOpenRuns() {
    return held.stream()
        .anyMatch(one -> model.isOpen(one.run().jobId(), one.run().runNo(), one.claim().nonce()));
  }

  void dieOrLeave() throws SQLException {
    if (dead) {
      if (dice.once(3) && !isKnown()) {
        world.workers.set(world.workers.indexOf(this), new ModelWorker(world));
      }
    } else if (!hasOpenRuns() && dice.once(2)) {
      story.tell("leave of " + id);
      engine.workers().leave(connection, id);
      world.workers.set(world.workers.indexOf(this), new ModelWorker(world));
    } else {
      declareDead();
    }
  }

  private boolean isKnown() throws SQLException {
    return TestQueue.number(connection, "SELECT count(*) FROM awa.workers WHERE id = " + id) > 0;
  }

  void declareDead() throws SQLException {
    Deaths.Suspect suspect =
        engine.deaths().suspects(connection).stream()
            .filter(one -> one.id() == id)
            .findFirst()
            .orElseThrow();
    boolean beats = dice.once(3);
    if (beats) {
      beat();
    }
    story.tell("declare-dead of " + id);
    Deaths.Declared declared =
        engine.deaths().declareDead(connection, world.lead, suspect, Duration.ZERO);
    assertThat(declared)
        .as("declared dead, having beaten: %s", beats)
        .isEqualTo(beats ? Deaths.Declared.ALIVE : Deaths.Declared.DEAD);
    dead = !beats;
  }
}
