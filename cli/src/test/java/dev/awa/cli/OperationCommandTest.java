package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An operation as a person has it on the command line. */
final class OperationCommandTest {
  private String url = "";

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void migrate() throws Exception {
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      url = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    assertThat(awa("migrate").status()).isZero();
    Path jobs = Files.writeString(folder.resolve("jobs.jsonl"), "{\"n\": 1}\n".repeat(25));
    assertThat(awa("enqueue", "--queue", "mail", "--kind", "k", "--file", jobs.toString()).status())
        .isZero();
  }

  private Cli awa(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--database-url", url));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void itIsPreviewedSubmittedWatchedAndShown() {
    Cli preview = awa("operation", "preview", "cancel", "queue:mail");
    assertThat(preview.status()).isZero();
    assertThat(preview.out()).contains("would cancel 25 jobs").contains("available");
    Cli submitted =
        awa("operation", "submit", "cancel", "queue:mail", "--reason", "wrong", "--yes", "--json");
    assertThat(submitted.status()).isZero();
    assertThat(submitted.json().get("jobs").asLong()).isEqualTo(25);
    String id = submitted.json().get("id").asString();
    assertThat(awa("operation", "show", id).out()).contains("state            running");
    assertThat(awa("tick", "--within", "20s").status()).isZero();
    Cli watched = awa("operation", "watch", id);
    assertThat(watched.status()).isZero();
    assertThat(watched.out()).contains("operation " + id + " done: 100 %, 25 changed");
    JsonNode shown = awa("operation", "show", id, "--json").json();
    assertThat(shown.get("changed").asLong()).isEqualTo(25);
    assertThat(shown.get("filter").get("queue").asString()).isEqualTo("mail");
    assertThat(awa("operation", "list").out()).contains("100 %").contains("wrong");
    assertThat(awa("operation", "stop", id).out()).contains("had ended before");
    assertThat(awa("operation", "stop", id).status()).isEqualTo(1);
  }

  @Test
  void whatMatchesNothingSaysSo() {
    for (String command : List.of("preview", "submit")) {
      List<String> words = new ArrayList<>(List.of("operation", command, "retry", "queue:mail"));
      if (command.equals("submit")) {
        words.addAll(List.of("--reason", "r", "--yes"));
      }
      Cli none = awa(words.toArray(String[]::new));
      assertThat(none.status()).isEqualTo(3);
      assertThat(none.out())
          .contains("no job matches in a state that retry treats: failed, cancelled");
    }
    assertThat(awa("operation", "list", "--json").json()).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThat(awa("operation", "preview", "burn", "queue:mail").err())
        .contains(
            "the first word must be retry, cancel, edit, delete or move-to-dead-letters, got burn");
    assertThat(awa("operation", "preview", "cancel").err()).contains("or --all");
    assertThat(awa("operation", "preview", "move-to-dead-letters", "state:dead_letter").err())
        .contains("state: must be failed: those are dead letters now");
    assertThat(awa("operation", "preview", "edit", "queue:mail").err()).contains("--to-queue");
    assertThat(awa("operation", "preview", "cancel", "queue:mail", "--priority", "1").err())
        .contains("only retry and edit take a change");
    assertThat(awa("operation", "preview", "edit", "queue:mail", "--priority", "7").err())
        .contains("priority: must be 1 to 4");
    Cli unasked = awa("operation", "submit", "cancel", "queue:mail", "--reason", "r");
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err()).contains("would cancel 25 jobs: nothing was done");
    assertThat(awa("operation", "show", "1").err()).contains("there is no operation 1");
  }
}
