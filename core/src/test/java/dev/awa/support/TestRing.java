package dev.awa.support;

import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The ring of a queue, and the steps of whoever leads, one by one. */
public final class TestRing {
  private final TestQueue queue;
  private final Ring ring;
  private final Lead lead;

  /** Takes the lead for an hour; rotates whatever the age of a segment, keeps no history. */
  public TestRing(TestQueue queue) throws SQLException {
    this.queue = queue;
    this.ring = queue.engine().ring();
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    lead =
        queue
            .with(tx ->
                queue
                    .engine()
                    .leadership()
                    .lead(tx, TestQueue.randomId(), Duration.ofHours(1))
                    .mine())
            .orElseThrow();
  }

  public Lead lead() {
    return lead;
  }

  /** Opens the next segment, if the current one holds anything, and publishes it. */
  public void rotate() throws SQLException {
    queue.with(tx -> ring.rotate(tx, lead));
    queue.transaction(ring::publishHead);
  }

  /** The generations that hold a slot, oldest first. */
  public List<Generation> generations() throws SQLException {
    return queue.with(ring::generations).stream().filter(g -> !g.isCarry()).toList();
  }

  public Generation oldest() throws SQLException {
    return generations().getFirst();
  }

  /** As of when nothing waits in the oldest segment. */
  public String drained() throws SQLException {
    return queue.with(tx -> ring.drained(tx, oldest())).orElseThrow();
  }

  public Emptying prune(Duration patience) throws SQLException {
    String drained = drained();
    return queue.with(tx -> ring.prune(tx, lead, oldest(), drained, patience));
  }

  public Emptying carry(Duration patience) throws SQLException {
    return queue.with(tx -> ring.carry(tx, lead, oldest(), patience));
  }

  public long sweepCarry() throws SQLException {
    return queue.with(tx -> ring.sweepCarry(tx, lead, 1000));
  }
}
