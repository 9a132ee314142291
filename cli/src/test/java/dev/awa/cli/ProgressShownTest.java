package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

/** {@code awa job show} shows what attempts have told. */
final class ProgressShownTest {
  private final TestQueue queue = TestQueue.create();

  private Cli show(String... more) {
    PGSimpleDataSource database = (PGSimpleDataSource) queue.dataSource();
    String url =
        "postgres://%s@localhost:%d/%s"
            .formatted(
                database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
    List<String> all = new ArrayList<>(List.of("job", "show", "1", "--database-url", url));
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void aJobIsShownWithItsProgressAndItsLog() {
    queue.awa().enqueue(Job.of("load", 1));
    try (InlineWorker inline =
        Worker.of(queue.dataSource())
            .handler(
                "load",
                Integer.class,
                (args, context) -> {
                  context.progress(1, 3, "rows").checkpoint(List.of(7)).log("one\ntwo");
                  return Outcome.fail("no");
                },
                Backoff.exponential())
            .inline()) {
      inline.runNext("default");
    }
    assertThat(show().out())
        .contains("progress      [=========                     ] 33 %  1 of 3 rows, ")
        .contains("checkpoint    [7]\n")
        .containsPattern("log of attempt 1:\\n  \\S+.*  one\\n  two\\n");
    JsonNode json = show("--json").json();
    assertThat(json.get("progress").get("message").asString()).isEqualTo("1 of 3 rows");
    assertThat(json.get("log").get(0).get("text").asString()).isEqualTo("one\ntwo");
    assertThat(json.get("log").get(0).get("attempt").asInt()).isEqualTo(1);
  }
}
