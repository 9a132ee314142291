package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Health.Check;
import dev.awa.Health.Status;
import dev.awa.KnownWorker;
import dev.awa.Outcome;
import dev.awa.StepTrouble;
import dev.awa.lab.Eventually;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every process sees which steps of a worker fail for long, until they work again. */
@Tag("every-postgres")
final class StepTroublesTest extends WorkerCase {
  private static final String HISTORY = "maintenance, history";

  private List<StepTrouble> troubles() {
    return queue.awa().workers().list().stream()
        .map(KnownWorker::troubles)
        .flatMap(List::stream)
        .toList();
  }

  private Check steps() {
    return queue.awa().health(Duration.ofSeconds(9)).checks().stream()
        .filter(check -> check.name().equals("steps"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aChoreThatFailsForLongIsSeenUntilItWorksAgain() throws SQLException {
    queue.sql("ALTER FUNCTION awa.purge_history RENAME TO purged_history");
    try (Worker worker =
        worker(config().withBeat(Duration.ofMillis(100)), (args, context) -> Outcome.complete())
            .start()) {
      assertThat(worker.running()).isZero();
      Eventually.holds(
          () -> "the chore is told of: " + troubles(),
          () -> troubles().stream().anyMatch(one -> one.step().equals(HISTORY)));
      assertThat(steps().status()).as("not for long yet").isEqualTo(Status.UP);
      queue.sql(
          "UPDATE awa.beats SET troubles = jsonb_set(troubles, ?::text[],"
              + " to_jsonb(clock_timestamp() - interval '2 minutes'))",
          "{\"" + HISTORY + "\", since}");
      queue.sql(
          "UPDATE awa.beats SET troubles = jsonb_set(troubles, ?::text[], '1')",
          "{\"" + HISTORY + "\", failures}");
      assertThat(steps().status()).as("not again and again").isEqualTo(Status.UP);
      queue.sql(
          "UPDATE awa.beats SET troubles = jsonb_set(troubles, ?::text[], '2')",
          "{\"" + HISTORY + "\", failures}");
      Check found = steps();
      assertThat(found.status()).isEqualTo(Status.DEGRADED);
      assertThat(found.words())
          .startsWith("worker test: " + HISTORY + " fails since 20")
          .contains("purge_history", "does not exist");
      assertThat(queue.texts("SELECT troubles -> ? ->> 'error' FROM awa.workers_now", HISTORY))
          .first()
          .asString()
          .contains("SQLSTATE 42883");
      queue.sql("ALTER FUNCTION awa.purged_history RENAME TO purge_history");
      Eventually.holds(
          () -> "it works again: " + troubles(),
          () -> troubles().stream().noneMatch(one -> one.step().equals(HISTORY)));
      assertThat(steps().status()).isEqualTo(Status.UP);
    }
  }
}
