package dev.awa.engine;

import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A leader that rescues all that a dead worker has open; each run goes on at once. */
final class TestRescue {
  private final TestQueue queue;
  private final Lead lead;

  /** Takes the lead, if nobody has it. */
  TestRescue(TestQueue queue) throws SQLException {
    this(
        queue,
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow());
  }

  TestRescue(TestQueue queue, Lead lead) {
    this.queue = queue;
    this.lead = lead;
  }

  void rescue(long worker) throws SQLException {
    rescue(worker, open(worker));
  }

  /** What a dead worker has open, as it is to be rescued. */
  List<Flush.Ended> open(long worker) throws SQLException {
    ClaimLog log = queue.engine().claimLog();
    List<Claim> claims = queue.with(tx -> log.claimsOf(tx, worker, Rescue.Position.START));
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : queue.with(tx -> log.openRuns(tx, claims))) {
      for (Run run : batch.runs()) {
        Ending ending = Endings.rescued(1, run.maxAttempts(), Duration.ZERO);
        ended.add(TestQueue.ended(batch.claim(), run, ending));
      }
    }
    return ended;
  }

  void rescue(long worker, List<Flush.Ended> ended) throws SQLException {
    queue.with(tx -> queue.engine().closureLog().rescue(tx, lead, new Rescue(worker, ended)));
  }
}
