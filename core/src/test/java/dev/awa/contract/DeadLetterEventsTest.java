package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.client.DeadLetters;
import dev.awa.event.ClientEvent;
import dev.awa.event.DeadLettersMoved;
import dev.awa.event.DeadLettersPurged;
import dev.awa.event.DeadLettersRetried;
import dev.awa.event.HistoryPurged;
import dev.awa.event.JobEvent;
import dev.awa.event.MaintenanceEvent;
import dev.awa.event.RescuedJobsFailed;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who makes a dead letter, runs one again or deletes one tells of it. */
final class DeadLetterEventsTest extends WorkerCase {
  private final List<ClientEvent> done = new ArrayList<>();
  private final DeadLetters letters = queue.awa().deadLetters().telling(done::add);

  private long fail() {
    long id = enqueue();
    try (Worker worker = worker((args, context) -> Outcome.fail("no")).start()) {
      assertThat(worker.running()).isZero();
      awaitState(id, JobState.FAILED);
    }
    return id;
  }

  private boolean isDeadLetter(long id) {
    return events.stream()
        .filter(event -> event.job().id() == id)
        .filter(JobEvent.Failed.class::isInstance)
        .anyMatch(event -> ((JobEvent.Failed) event).deadLetter());
  }

  @Test
  void anEndingSaysWhetherItMadeADeadLetter() {
    long kept = fail();
    assertThat(isDeadLetter(kept)).isTrue();
    queue.awa().queues().set("q", change -> change.deadLetters(false), "test");
    long plain = fail();
    assertThat(heardOf(plain)).contains("Failed 1");
    assertThat(isDeadLetter(plain)).isFalse();
  }

  @Test
  void aClientTellsWhatItHasCommitted() throws SQLException {
    long id = fail();
    assertThat(letters.retry(Long.MAX_VALUE).isRetried()).isFalse();
    assertThat(letters.purge(Long.MAX_VALUE)).isFalse();
    assertThat(done).isEmpty();
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      letters.retry(tx, id);
      tx.rollback();
    }
    assertThat(done).as("nobody saw that it was not committed").isEmpty();
    letters.retry(id);
    assertThat(done).containsExactly(new DeadLettersRetried(1));
    queue.awa().queues().set("q", change -> change.deadLetters(false), "test");
    long plain = fail();
    letters.move(plain);
    letters.purgeAll(JobFilter.all(10));
    assertThat(done)
        .contains(new DeadLettersMoved(1))
        .endsWith(new DeadLettersPurged(1))
        .hasSize(3);
  }

  @Test
  void theOneThatLeadsTellsOfWhatItRescuesAndPurges() throws SQLException {
    long dead = queue.worker();
    queue.awa().enqueue(TestQueue.job("q", 1).withMaxAttempts(1));
    queue.awa().enqueue(TestQueue.job("q", 2));
    queue.claim(dead, "q", 2);
    queue.sql("UPDATE awa.beats SET beat_at = '2020-01-01' WHERE worker_id = ?", dead);
    List<MaintenanceEvent> heard = new CopyOnWriteArrayList<>();
    try (Worker worker =
        worker((args, context) -> Outcome.complete())
            .listen(MaintenanceEvent.class, heard::add)
            .start()) {
      assertThat(worker.running()).isZero();
      Eventually.holds(
          () -> "one of the two is told of: " + heard,
          () -> heard.contains(new RescuedJobsFailed(dead, 1)));
      queue.sql("UPDATE awa.dead_letters SET finished_at = '2020-01-01'");
      Eventually.holds(
          () -> "it is purged: " + heard,
          () ->
              heard.stream()
                  .anyMatch(event ->
                      event instanceof HistoryPurged purged
                          && purged.jobs() == 1
                          && purged.deadLetters() == 1));
    }
  }
}
