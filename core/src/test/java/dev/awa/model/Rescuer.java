package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Claim;
import dev.awa.engine.Claimed;
import dev.awa.engine.Deaths;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.engine.Rescue;
import dev.awa.model.Model.End;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The leader, where it takes care of what dead workers left open. */
final class Rescuer {
  private final World world;
  private final Dice dice;
  private final Story story;
  private final Engine engine;
  private final Model model;
  private final Connection connection;
  private final Map<Long, Rescue.Position> walks = new HashMap<>();

  Rescuer(World world) {
    this.world = world;
    dice = world.dice;
    story = world.story;
    engine = world.engine;
    model = world.model;
    connection = world.connection;
  }

  /** A step of a leader's rescue: a batch of the open runs of one dead worker. */
  boolean rescue() throws SQLException {
    List<Deaths.Dead> dead = engine.deaths().dead(connection);
    if (dead.isEmpty()) {
      return false;
    }
    Deaths.Dead one = dead.get(dice.nextInt(dead.size()));
    Rescue.Position from = walks.getOrDefault(one.id(), Rescue.Position.START);
    story.tell("rescue of " + one.id() + " from " + from);
    List<Claim> claims = engine.claimLog().claimsOf(connection, one.id(), from);
    if (claims.isEmpty()) {
      walks.remove(one.id());
      forget(one);
    } else {
      rescue(one, dice.once(2) ? claims : claims.subList(0, 1));
    }
    return true;
  }

  private void rescue(Deaths.Dead dead, List<Claim> claims) throws SQLException {
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : engine.claimLog().openRuns(connection, claims)) {
      for (var run : batch.runs()) {
        assertThat(model.isOpen(run.jobId(), run.runNo(), batch.claim().nonce()))
            .as("CloseOnce: job %d is to be rescued", run.jobId())
            .isTrue();
        Flush.Ended one = TestQueue.ended(batch.claim(), run, TestQueue.completed());
        ended.add(one.with(Ends.ending(one, End.RESCUE, false), null));
      }
    }
    walks.put(dead.id(), Rescue.Position.after(claims.getLast()));
    Rescue batch = new Rescue(dead.id(), ended);
    Set<Flush.Ended> stale = new HashSet<>();
    long xid =
        world.inTransaction(
            true, tx -> stale.addAll(engine.closureLog().rescue(tx, world.lead, batch)));
    story.answer(ended.size() + " runs");
    assertThat(stale).as("CloseOnce: stale in a rescue").isEmpty();
    for (Flush.Ended one : ended) {
      Model.Job job = model.jobs.get(one.run().jobId());
      if (job != null) {
        model.end(job, End.RESCUE, false, xid, world.headGeneration);
      }
    }
  }

  private void forget(Deaths.Dead dead) throws SQLException {
    boolean forgotten = engine.deaths().forget(connection, world.lead, dead.id());
    story.answer(forgotten ? "forgotten" : "to be rescued anew");
    for (ModelWorker worker : world.workers) {
      if (forgotten && worker.id == dead.id()) {
        assertThat(worker.hasOpenRuns())
            .as("NoLoss: a worker with open runs is forgotten")
            .isFalse();
      }
    }
  }
}
