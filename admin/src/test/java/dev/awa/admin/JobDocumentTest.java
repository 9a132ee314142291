package dev.awa.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobCursor;
import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.StorageSettings;
import dev.awa.StoredJob;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class JobDocumentTest {
  @Test
  void whatAJobCarriesFollowsItsColumns() {
    Awa awa = TestQueue.create().awa();
    long id =
        awa.enqueue(
                Job.of("weigh", new RawJson("{\"kg\": 1.100000000000000000001}"))
                    .withTags("heavy")
                    .withMetadata(Map.of("tenant", "jo")))
            .id();
    StoredJob job = awa.jobs().find(id).orElseThrow();

    JsonNode document = Documents.JSON.valueToTree(JobDocument.of(job));

    assertThat(document.get("id").asLong()).isEqualTo(id);
    assertThat(document.get("state").asString()).isEqualTo("available");
    assertThat(document.get("args").get("kg").decimalValue()).isEqualTo("1.100000000000000000001");
    assertThat(document.get("tags").get(0).asString()).isEqualTo("heavy");
    assertThat(document.get("metadata").get("tenant").asString()).isEqualTo("jo");
    assertThat(document.get("created_at").asString()).isEqualTo(job.createdAt().toString());
  }

  @Test
  void progressAndCheckpointAreParts() {
    TestQueue queue = TestQueue.create();
    long id = queue.awa().enqueue(Job.of("weigh", 1)).id();
    try (InlineWorker inline =
        Worker.of(queue.dataSource())
            .handler(
                "weigh",
                Integer.class,
                (args, context) -> {
                  context.progress(1, 4, "sacks").checkpoint(List.of(7));
                  return Outcome.fail("no");
                },
                Backoff.exponential())
            .inline()) {
      inline.runNext("default");
    }
    StoredJob job = queue.awa().jobs().find(id).orElseThrow();

    JsonNode document = Documents.JSON.valueToTree(JobDocument.of(job));

    assertThat(document.get("progress").get("percent").asDouble()).isEqualTo(25.0);
    assertThat(document.get("progress").get("message").asString()).isEqualTo("1 of 4 sacks");
    assertThat(document.get("progress").get("at").asString()).endsWith("Z");
    assertThat(document.get("checkpoint").get(0).asInt()).isEqualTo(7);
  }

  @Test
  void aPageSaysWhereTheNextOneBegins() {
    Awa awa = TestQueue.create().awa();
    for (int i = 0; i < 3; i++) {
      awa.enqueue(Job.of("weigh", i));
    }
    JobPage newest = awa.jobs().page(JobFilter.newest(2).withState(JobState.AVAILABLE));

    JsonNode document =
        Documents.JSON.valueToTree(
            JobsDocument.of(newest.jobs(), newest.older(), newest.newer(), Optional.of("slow")));

    assertThat(document.get("jobs").size()).isEqualTo(2);
    assertThat(document.get("older").asString()).isEqualTo("" + newest.jobs().getLast().id());
    assertThat(document.get("newer").isNull()).isTrue();
    assertThat(document.get("note").asString()).isEqualTo("slow");
    JobPage rest =
        awa.jobs()
            .page(
                JobFilter.newest(2)
                    .withOlderThan(JobCursor.parse(document.get("older").asString())));
    JsonNode last =
        Documents.JSON.valueToTree(
            JobsDocument.of(rest.jobs(), rest.older(), rest.newer(), Optional.empty()));
    assertThat(last.get("jobs").size()).isEqualTo(1);
    assertThat(last.get("older").isNull()).isTrue();
  }

  @Test
  void settingsAreWrittenInSnakeCaseAndIso() {
    StorageSettings settings = TestQueue.create().awa().storage().status(0).settings();

    JsonNode document = Documents.JSON.valueToTree(settings);

    assertThat(document.propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "rotate_after",
                "rotate_bytes",
                "keep_history",
                "keep_bytes",
                "keep_failed",
                "keep_dead_letters",
                "keep_audit"));
    assertThat(document.get("rotate_after").asString())
        .isEqualTo(settings.rotateAfter().toString());
  }
}
