package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.event.RowsUnreadable;
import dev.awa.event.RunsRescued;
import dev.awa.event.WorkerRescued;
import dev.awa.lab.Eventually;
import dev.awa.support.Damage;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import dev.awa.worker.Announced;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rescue that is refused is not over: no worker is forgotten while it has an open claim. */
@Tag("every-postgres")
final class RescuesTest {
  private final TestQueue queue = TestQueue.create();
  private final Announced announced = new Announced();
  private final Rescues rescues =
      new Rescues(
          announced,
          queue.engine(),
          new TestHost(),
          new Keepers(queue.engine().deaths(), announced, System::nanoTime),
          Duration.ofMillis(20));
  private final TestRing ring = new TestRing(queue);
  private final Lead lead = ring.lead();
  private final long worker;

  RescuesTest() throws SQLException {
    worker = queue.worker();
  }

  private boolean step() throws SQLException {
    try (Connection connection = queue.connect()) {
      return rescues.step(connection, lead);
    }
  }

  private boolean stepUntilForgotten() throws SQLException {
    step();
    return known(worker) == 0;
  }

  private long known(long id) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.workers WHERE id = ?", id);
  }

  private long running() {
    return running("q");
  }

  private long running(String name) {
    return queue.awa().queues().stats(name).running();
  }

  private List<Long> die(int runs) throws SQLException {
    List<Long> ids = queue.enqueue("q", runs);
    queue.claim(worker, "q", runs);
    queue.declareDead(worker);
    return ids;
  }

  @Test
  void aDeploymentThatTakesAFunctionAwayCostsARescueAPause() throws SQLException {
    List<Long> ids = die(20);
    queue.sql("ALTER FUNCTION awa.end_runs RENAME TO end_runs_is_away");
    for (int i = 0; i < 50; i++) {
      step();
    }
    assertThat(known(worker)).as("the worker is not forgotten").isEqualTo(1);
    assertThat(running()).isEqualTo(20);
    queue.sql("ALTER FUNCTION awa.end_runs_is_away RENAME TO end_runs");
    Eventually.holds("the worker is rescued", this::stepUntilForgotten);
    assertThat(queue.drain(queue.worker(), "q")).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aRunThatIsRefusedStopsNoOtherAndIsTriedAgain() throws SQLException {
    List<Long> ids = die(20);
    refuseNextRunOf(ids.get(7), "22000");
    Eventually.holds("the others are rescued", () -> step() && running() == 1);
    for (int i = 0; i < 50; i++) {
      step();
    }
    assertThat(known(worker)).as("the worker is not forgotten").isEqualTo(1);
    queue.sql("DROP TRIGGER refusing ON awa.ready_entries_0");
    Eventually.holds("the worker is rescued", this::stepUntilForgotten);
    assertThat(queue.drain(queue.worker(), "q")).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aRunThatIsRefusedForAnUnknownReasonStopsNoOtherEither() throws SQLException {
    List<Long> ids = die(20);
    refuseNextRunOf(ids.get(7), "XX001");
    Eventually.holds("the others are rescued", () -> step() && running() == 1);
    assertThat(known(worker)).isEqualTo(1);
  }

  @Test
  void aRunThatCantBeReadIsADeadLetterAndTheOthersAreRescued() throws SQLException {
    long bad = queue.awa().enqueue(Damage.large("q", 1)).id();
    List<Long> ids = queue.enqueue("q", 19);
    queue.claim(worker, "q", 20);
    queue.declareDead(worker);
    Damage.of(queue, "awa.ready_entries_0");
    Eventually.holds("the worker is rescued", this::stepUntilForgotten);
    assertThat(announced.all(RowsUnreadable.class))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.jobs()).containsOnlyKeys(bad);
          assertThat(event.words()).startsWith("job " + bad + ", which worker " + worker);
        });
    assertThat(announced.all(RunsRescued.class))
        .singleElement()
        .satisfies(event -> assertThat(event.runs()).isEqualTo(20));
    assertThat(announced.all(WorkerRescued.class))
        .extracting(WorkerRescued::workerId)
        .containsExactly(worker);
    assertThat(queue.drain(queue.worker(), "q")).containsExactlyInAnyOrderElementsOf(ids);
    StoredJob dead = queue.awa().jobs().find(bad).orElseThrow();
    assertThat(dead.state()).isEqualTo(JobState.FAILED);
    assertThat(dead.reason()).isEqualTo("unreadable");
    assertThat(queue.awa().queues().stats("q").deadLetters()).isEqualTo(1);
  }

  @Test
  void aWorkerThatCantBeRescuedYetStopsNoOther() throws SQLException {
    List<Long> ids = die(1);
    refuseNextRunOf(ids.getFirst(), "22000");
    long second = queue.worker();
    queue.enqueue("other", 3);
    queue.claim(second, "other", 3);
    queue.declareDead(second);
    Eventually.holds(
        "the second one is rescued",
        () -> {
          step();
          return known(second) == 0;
        });
    assertThat(known(worker)).isEqualTo(1);
  }

  @Test
  void openClaimsAreFoundBehindTheTallyAndWhenTheyWereCarried() throws SQLException {
    List<Long> ids = queue.enqueue("q", 30);
    for (int i = 0; i < 30; i++) {
      List<Flush.Ended> one = TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed());
      if (i % 10 != 3) {
        queue.flush(worker, i + 1, one);
      }
    }
    Generation first = ring.oldest();
    queue.with(tx -> queue.engine().closureLog().tally(tx, lead, first, 0, 1, 1000));
    assertThat(queue.number("SELECT upto FROM awa.lane_tallies")).isEqualTo(30);
    assertThat(queue.number("SELECT cardinality(open) FROM awa.lane_tallies")).isEqualTo(3);
    ring.rotate();
    assertThat(ring.carry(Duration.ofSeconds(1))).isEqualTo(Emptying.CARRIED);
    assertThat(running()).isEqualTo(3);
    queue.declareDead(worker);
    Eventually.holds("the worker is rescued", this::stepUntilForgotten);
    assertThat(queue.drain(queue.worker(), "q"))
        .containsExactlyInAnyOrder(ids.get(3), ids.get(13), ids.get(23));
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(27);
  }

  /**
   * A walk goes by lanes, whatever segments their claims lie in. The ring does not wait for it: a
   * carry takes along what it has still to come to, and it goes on from where it was.
   */
  @Test
  void aWalkGoesOnWhenTheSegmentsThatItHasNotComeToAreEmptied() throws SQLException {
    List<Long> ids = new ArrayList<>(queue.enqueue("many", 1100));
    ids.addAll(queue.enqueue("few", 5));
    queue.claim(worker, "few", 5);
    ring.rotate();
    for (int i = 0; i < 3; i++) {
      queue.claim(worker, "many", 512);
    }
    ring.rotate();
    queue.declareDead(worker);
    Generation oldest = ring.oldest();
    String drained = ring.drained();
    assertThat(step()).isTrue();
    assertThat(running("many")).as("it has come to the middle of the younger one").isEqualTo(76);
    assertThat(running("few")).isEqualTo(5);
    assertThat(
            queue.<Emptying>with(
                tx -> queue.engine().ring().prune(tx, lead, oldest, drained, Duration.ZERO)))
        .isEqualTo(Emptying.OPEN);
    for (int i = 0; i < 2; i++) {
      assertThat(ring.carry(Duration.ofSeconds(1))).isEqualTo(Emptying.CARRIED);
    }
    Eventually.holds("the worker is rescued", this::stepUntilForgotten);
    List<Long> again = queue.drain(queue.worker(), "many");
    again.addAll(queue.drain(queue.worker(), "few"));
    assertThat(again).containsExactlyInAnyOrderElementsOf(ids);
  }

  private void refuseNextRunOf(long job, String state) throws SQLException {
    queue.sql(
        """
        CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '%s'; END $$
        """
            .formatted(state));
    queue.sql(
        "CREATE TRIGGER refusing BEFORE INSERT ON awa.ready_entries_0 FOR EACH ROW WHEN"
            + " (NEW.job_id = %d) EXECUTE FUNCTION public.refuse()".formatted(job));
  }
}
