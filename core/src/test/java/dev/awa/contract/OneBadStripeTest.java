package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker of many stripes, from one of which nothing can be claimed. */
@Tag("every-postgres")
final class OneBadStripeTest extends WorkerCase {
  private static final int OTHERS = 40;

  /** Refuses claims of queue "bad", and notes with each other one how often it has done so. */
  private void refuseClaims(String state) throws SQLException {
    queue.sql("CREATE SEQUENCE refusals");
    queue.sql("CREATE TABLE claimed (after_refusals bigint)");
    queue.sql(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT l.queue FROM awa.lanes l WHERE l.lane = NEW.lane) = 'bad' THEN
            PERFORM nextval('public.refusals');
            RAISE EXCEPTION 'no' USING ERRCODE = '%s';
          END IF;
          INSERT INTO public.claimed SELECT last_value FROM public.refusals;
          RETURN NEW;
        END $$
        """
            .formatted(state));
    queue.sql(
        "CREATE TRIGGER refuse BEFORE INSERT ON awa.claims FOR EACH ROW EXECUTE FUNCTION refuse()");
  }

  private Worker.Builder workerOfAll(List<String> queues) {
    Worker.Builder builder = Worker.of(queue.dataSource()).config(config());
    queues.forEach(builder::queue);
    return builder.handler(
        "test", RawJson.class, (args, context) -> Outcome.complete(), Backoff.exponential());
  }

  @ParameterizedTest
  @ValueSource(strings = {"22003", "P0001", "XX001"})
  void theOthersAreClaimedFromInTheSameRound(String state) throws SQLException {
    refuseClaims(state);
    List<String> queues = new ArrayList<>(List.of("bad"));
    for (int i = 0; i < OTHERS; i++) {
      queues.add("good" + i);
    }
    List<Long> ids = new ArrayList<>();
    try (Connection tx = queue.begin()) {
      for (String name : queues) {
        ids.add(queue.awa().enqueue(tx, TestQueue.job(name, 0)).id());
      }
      tx.commit();
    }
    try (LogLines log = new LogLines("dev.awa");
        Worker worker = workerOfAll(queues).start()) {
      for (long id : ids.subList(1, ids.size())) {
        awaitState(id, JobState.COMPLETED);
      }
      assertThat(queue.number("SELECT max(after_refusals) FROM claimed"))
          .as("all others were claimed before the bad one was tried again")
          .isLessThanOrEqualTo(1);
      Eventually.holds(
          () -> "the log names the stripe: " + log.all(),
          () -> log.all().stream().anyMatch(line -> line.contains("queue \"bad\" stripe 0")));
      queue.sql("DROP TRIGGER refuse ON awa.claims");
      awaitState(ids.getFirst(), JobState.COMPLETED);
      assertThat(worker.running()).isZero();
    }
  }
}
