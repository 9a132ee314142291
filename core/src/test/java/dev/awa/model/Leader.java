package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.DeferredJobs;
import dev.awa.engine.Engine;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The leader: what becomes due, and the segments of the ring. */
final class Leader {
  private final World world;
  private final Dice dice;
  private final Story story;
  private final Engine engine;
  private final Model model;
  private final Connection connection;
  private final Comparison comparison;
  private long clock;

  Leader(World world, Comparison comparison) {
    this.world = world;
    dice = world.dice;
    story = world.story;
    engine = world.engine;
    model = world.model;
    connection = world.connection;
    this.comparison = comparison;
  }

  /** An hour passes for some of the deferred jobs. */
  void becomeDue() throws SQLException {
    List<Model.Job> waiting =
        model.jobs.values().stream().filter(job -> job.isDeferred() && job.due == null).toList();
    if (waiting.isEmpty()) {
      return;
    }
    story.tell("become-due: some of " + waiting.size());
    for (Model.Job job : waiting) {
      if (dice.once(2)) {
        job.due = dice.once(4) ? clock : ++clock;
        TestQueue.sql(
            connection,
            "UPDATE awa.deferred_jobs SET run_at = '2000-01-01Z'::timestamptz + ? * interval '1 s'"
                + " WHERE job_id = ?",
            job.due,
            job.id);
      }
    }
  }

  void promote() throws SQLException {
    int limit = dice.once(2) ? 1000 : 1 + dice.nextInt(5);
    List<Model.Job> due = model.due();
    List<Model.Job> first = due.subList(0, Math.min(limit, due.size()));
    story.tell("promote: " + first.size() + " of " + due.size());
    List<DeferredJobs.Promotion> answers = new ArrayList<>();
    long xid =
        world.inTransaction(
            true, tx -> answers.add(engine.deferredJobs().promote(tx, limit, null)));
    assertThat(answers.getFirst().promoted()).as("promoted").isEqualTo(first.size());
    model.promote(first, xid);
  }

  void rotate() throws SQLException {
    story.tell("rotate");
    story.answer(engine.ring().rotate(connection, world.lead));
    if (!dice.once(4)) {
      publish();
    }
  }

  private void publish() throws SQLException {
    engine.ring().publishHead(connection);
    world.headGeneration = generations().getLast().number();
  }

  List<Generation> generations() throws SQLException {
    List<Generation> generations =
        engine.ring().generations(connection).stream().filter(one -> !one.isCarry()).toList();
    assertThat(generations)
        .as("Reclaims: no more segments than slots")
        .hasSizeBetween(1, Ring.SLOTS);
    return generations;
  }

  Emptying prune() throws SQLException {
    publish();
    Generation oldest = generations().getFirst();
    story.tell("prune of " + oldest);
    Optional<String> drained = engine.ring().drained(connection, oldest);
    if (drained.isEmpty()) {
      story.answer("waiting");
      return Emptying.WAITING;
    }
    for (ModelWorker worker : world.workers) {
      if (!worker.dead && !dice.once(3)) {
        worker.beat();
        worker.beat();
      }
    }
    List<String> cursors = cursors();
    Duration patience = dice.once(20) ? Duration.ofMillis(10) : Duration.ZERO;
    Emptying answer = engine.ring().prune(connection, world.lead, oldest, drained.get(), patience);
    emptied(oldest, answer, cursors);
    return answer;
  }

  void carry() throws SQLException {
    publish();
    List<Generation> generations = generations();
    if (generations.size() > 1) {
      story.tell("carry of " + generations.getFirst());
      List<String> cursors = cursors();
      Emptying answer =
          engine.ring().carry(connection, world.lead, generations.getFirst(), Duration.ZERO);
      emptied(generations.getFirst(), answer, cursors);
    }
  }

  private void emptied(Generation oldest, Emptying answer, List<String> cursors)
      throws SQLException {
    story.answer(answer);
    story.count(answer.toString());
    if (answer == Emptying.PRUNED || answer == Emptying.CARRIED) {
      world.emptiedSome = true;
      model.emptied(oldest.number());
    }
    assertThat(cursors()).as("CursorSurvives").isEqualTo(cursors);
    comparison.compare();
  }

  private List<String> cursors() throws SQLException {
    return TestQueue.texts(
        connection,
        "SELECT (awa.cursor_of(l, awa.live_slots()))::text FROM awa.lanes l ORDER BY l.lane");
  }

  void tally() throws SQLException {
    List<Generation> generations = engine.ring().generations(connection);
    Generation one = generations.get(dice.nextInt(generations.size()));
    int least = dice.once(2) ? 1 : 1 + dice.nextInt(5);
    int limit = dice.once(2) ? 1000 : 1 + dice.nextInt(4);
    story.tell("tally of " + one + ", at least " + least + ", limit " + limit);
    story.answer(engine.closureLog().tally(connection, world.lead, one, 0, least, limit));
    engine.closureLog().tallyLists(connection, world.lead, 0, least, limit);
    story.answer(engine.closureLog().tallyStates(connection, world.lead, least, limit));
    if (dice.once(3)) {
      comparison.compare();
    }
  }

  void sweep() throws SQLException {
    int limit = dice.once(2) ? 1000 : 1 + dice.nextInt(4);
    story.tell("sweep: " + limit);
    List<String> cursors = cursors();
    story.answer(engine.ring().sweepCarry(connection, world.lead, limit));
    assertThat(cursors()).as("CursorSurvives").isEqualTo(cursors);
    comparison.compare();
  }

  void history() throws SQLException {
    if (dice.once(2)) {
      story.tell("summarize");
      engine.readyLog().summarize(connection);
    } else if (dice.once(3)) {
      story.tell("purge");
      keepHistory("0");
      long gone = engine.history().purge(connection, world.lead, 1_000_000).jobs();
      keepHistory("3 days");
      assertThat(gone).as("purged").isEqualTo(model.purge());
    }
  }

  private void keepHistory(String time) throws SQLException {
    TestQueue.sql(
        connection,
        "UPDATE awa.storage_state SET keep_failed = ?::interval, keep_dead_letters = ?::interval",
        time,
        time);
  }
}
