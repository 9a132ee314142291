package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** {@code awa stats} tells how long jobs waited and ran. */
final class StatsCommandTest {
  private final TestQueue queue = TestQueue.create();

  private Cli stats(String... more) {
    PGSimpleDataSource database = (PGSimpleDataSource) queue.dataSource();
    String url =
        "postgres://%s@localhost:%d/%s"
            .formatted(
                database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
    List<String> all = new ArrayList<>(List.of("stats", "--database-url", url));
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  @BeforeEach
  void someHaveRun() {
    for (int i = 0; i < 3; i++) {
      queue.awa().enqueue(Job.of("load", i).withQueue("q"));
    }
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("q", 1)
            .handler(
                "load", Integer.class, (args, context) -> Outcome.complete(), Backoff.exponential())
            .start()) {
      Eventually.holds("all have run", () -> queue.awa().queues().stats("q").completed() == 3);
      assertThat(worker.health().alive()).isTrue();
    }
  }

  @Test
  void pairsOfQueueAndKindHaveARowEach() {
    assertThat(stats().out())
        .containsPattern("COMPLETED +A SECOND +RETRIED +FAILED +WAIT P50 +P95 +P99 +RUN P50")
        .containsPattern("3 +0\\.00 +0 +0 .* ms .* q +load");
    JsonNode row = stats("--queue", "q", "--json").json().get("rows").get(0);
    assertThat(row.get("kind").asString()).isEqualTo("load");
    assertThat(row.get("completed").asInt()).isEqualTo(3);
    assertThat(Duration.parse(row.get("ran").get("p99").asString())).isPositive();
    assertThat(row.get("waited").get("count").asInt()).isEqualTo(3);
    assertThat(stats("--kind", "other", "--json").json().get("rows").isEmpty()).isTrue();
  }

  @Test
  void anyPercentileCanBeAskedFor() {
    JsonNode ran = stats("--percentile", "1", "--json").json().get("rows").get(0).get("ran");
    assertThat(ran.get("asked")).isEqualTo(ran.get("max"));
    assertThat(stats("--json").json().get("rows").get(0).get("ran").get("asked").isNull()).isTrue();
    assertThat(stats("--percentile", ".999").out())
        .containsPattern("WAIT P50 +P95 +P99 +P99\\.9 +RUN P50 +P95 +P99 +P99\\.9");
    assertThat(stats("--percentile", "0.9", "--by", "1h").out())
        .containsPattern("P90 .* P90 +AVAILABLE");
    assertThat(stats("--percentile", "1.1").status()).isEqualTo(2);
    assertThat(stats("--percentile", "99").err()).contains("--percentile: must be from 0 to 1");
  }

  @Test
  void stepsHaveARowEachWithWhatWasHeld() {
    queue.awa().enqueue(Job.of("load", 4).withQueue("q"));
    Cli steps = stats("--since", "2h", "--by", "1h", "--json");
    assertThat(steps.json().get("rows").get(0).get("queue").asString()).isEmpty();
    assertThat(steps.json().get("rows").get(0).get("completed").asInt()).isEqualTo(3);
    assertThat(stats("--by", "1h").out()).containsPattern("AT .* AVAILABLE +RUNNING");
    assertThat(stats("--by", "1ms").status()).isEqualTo(2);
    assertThat(stats("--by", "1ms").err()).contains("step: must be 1 s to 90 days, got PT0.001S");
    assertThat(stats("--since", "0s").err()).contains("time: must be 1 s to 3650 days, got PT0S");
  }
}
