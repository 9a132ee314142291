package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Encryption;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.event.JobEvent;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

final class DeadLettersCommandTest {
  private final TestQueue queue = TestQueue.create();
  private long flushNo;

  private Cli awa(String... arguments) {
    PGSimpleDataSource database = (PGSimpleDataSource) queue.dataSource();
    String url =
        "postgres://%s@localhost:%d/%s"
            .formatted(
                database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
    List<String> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of("--database-url", url));
    return Cli.run(words.toArray(String[]::new));
  }

  /** A misspelt queue is no queue without dead letters. */
  @Test
  void aQueueThatNobodyKnowsIsSaid() throws SQLException {
    failed("mail");
    String said = "note: no job was ever in queue \"mial\"; known: mail";
    for (String command :
        List.of(
            "dead-letters list --queue mial",
            "dead-letters retry --queue mial",
            "dead-letters retry --queue mial --preview",
            "dead-letters purge queue:mial --yes",
            "job list queue:mial",
            "queue drain mial",
            "queue drain mial --preview",
            "queue purge mial --yes",
            "queue purge mial --preview",
            "job cancel --queue mial",
            "job cancel --queue mial --preview",
            "operation preview retry queue:mial --exact",
            "operation submit retry queue:mial --reason x --yes")) {
      assertThat(awa(command.split(" ")).err()).as(command).contains(said);
      assertThat(awa(command.replace("mial", "mail").split(" ")).err())
          .as(command)
          .doesNotContain("no job was ever in");
      Cli json = awa((command + " --json").split(" "));
      assertThat(json.out() + json.err()).as(command).containsOnlyOnce("ever in queue \\\"mial");
    }
  }

  @Test
  void aQueueToWhichJobsGoAndThatNobodyKnowsIsSaid() throws SQLException {
    failed("mail");
    assertThat(awa("queue", "history", "mial").err())
        .contains("note: no job was ever in queue \"mial\"; known: mail");
    assertThat(awa("queue", "history", "mail").err()).doesNotContain("no job was ever in");
    String said = "no job was ever in queue \"mial\", to which the jobs go";
    String[] preview = "operation preview retry queue:mail --to-queue mial".split(" ");
    assertThat(awa(preview).out()).contains("note: " + said);
    String submit = "operation submit retry queue:mail --reason x --yes --to-queue ";
    assertThat(awa((submit + "mial").split(" ")).err()).contains("note: " + said);
    assertThat(awa((submit + "mail").split(" ")).err()).doesNotContain("no job was ever in");
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("mial")
            .handler(
                "send", Integer.class, (args, context) -> Outcome.complete(), Backoff.exponential())
            .start()) {
      assertThat(awa(preview).out())
          .as("%d jobs run", worker.running())
          .doesNotContain("no job was ever in");
    }
  }

  /** What a living worker handles is known, and so is what an application describes. */
  @Test
  void aKindThatNobodyKnowsIsSaid() throws SQLException {
    String said = "no living worker has a handler for kind \"sned\"";
    assertThat(awa("job", "list", "kind:sned").err()).as("nobody lives").doesNotContain(said);
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("mail")
            .handler(
                "send", Integer.class, (args, context) -> Outcome.complete(), Backoff.exponential())
            .start()) {
      assertThat(awa("job", "list", "kind:sned").err())
          .as("%d jobs run", worker.running())
          .contains(said)
          .contains("handled: send");
      assertThat(awa("job", "list", "kind:sned", "--json").json().get("note").asString())
          .contains(said);
      assertThat(awa("job", "list", "kind:send").err()).isEmpty();
      assertThat(awa("operation", "preview", "retry", "kind:sned", "--json").json().get("warnings"))
          .anySatisfy(warning -> assertThat(warning.asString()).contains(said));
    }
  }

  @Test
  void aJobThatIsRetriedWithoutAnyWorkerIsWarnedOf() throws SQLException {
    String said = "no living worker of queue \"mail\" has a handler for kind \"test\"";
    long one = failed("mail");
    assertThat(awa("dead-letters", "retry", "" + one).err()).contains(said);
    failed("mail");
    assertThat(awa("dead-letters", "retry", "--queue", "mail").err()).contains(said);
  }

  @Test
  void aWorkerThatWasNotHeardOfForItsLeaseIsSilent() throws SQLException {
    queue.worker();
    assertThat(awa("worker", "list").out()).contains("alive").doesNotContain("silent");
    queue.sql("UPDATE awa.beats SET beat_at = beat_at - interval '1 hour'");
    assertThat(awa("worker", "list").out()).contains("silent").doesNotContain("alive");
    assertThat(awa("worker", "list", "--json").json().get(0).get("silent").asBoolean()).isTrue();
  }

  @Test
  void timesOfErrorsStandAsAllOthersDo() throws SQLException {
    Cli shown = awa("job", "show", "" + failed("mail"));
    assertThat(shown.out())
        .containsPattern("error of attempt 1, .*\\d\\d:\\d\\d\\.\\d{3}Z")
        .doesNotContain("+00:00");
  }

  @Test
  void aSchemaWithoutItsRowsHasNoQueuesForAReason() throws SQLException {
    assertThat(awa("queue", "list").out()).startsWith("no queue was used or configured yet");
    queue.sql("TRUNCATE awa.schema_history");
    Cli refused = awa("queue", "list");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("as from a dump of the schema alone", "awa migrate");
  }

  @Test
  void deadLettersRunAgainOrGo() throws SQLException {
    long one = failed("mail");
    long two = failed("mail");
    Cli retried = awa("dead-letters", "retry", "" + one, "424242");
    assertThat(retried.status()).isZero();
    assertThat(retried.out()).isEqualTo("job " + one + ": retried\njob 424242: unknown\n");
    assertThat(awa("dead-letters", "retry", "" + one).status()).isEqualTo(1);
    Cli json = awa("dead-letters", "retry", "" + one, "--json");
    assertThat(json.json().get(0).get("verdict").asString()).isEqualTo("not_finished");
    Cli many = awa("dead-letters", "retry", "--queue", "mail", "--json");
    assertThat(many.json().get("retried").asLong()).isEqualTo(1);
    assertThat(awa("dead-letters", "purge", "" + two).status()).as("it waits").isEqualTo(1);

    failed("mail");
    Cli purged = awa("dead-letters", "purge", "--all", "--yes");
    assertThat(purged.out()).isEqualTo("3 jobs deleted\n");
    assertThat(
            awa("dead-letters", "purge", "--kind", "test", "--yes", "--json").json().get("purged"))
        .hasToString("0");

    for (String[] wrong :
        new String[][] {
          {"retry"},
          {"purge"},
          {"purge", "--all"},
          {"retry", "1", "2", "--args", "1"},
          {"retry", "1", "--all"},
          {"purge", "--all", "--queue", "q"}
        }) {
      List<String> words = new ArrayList<>(List.of("dead-letters"));
      words.addAll(List.of(wrong));
      assertThat(awa(words.toArray(String[]::new)).status()).isEqualTo(2);
    }
  }

  /** The command has no keys and needs none. */
  @Test
  void encryptedDeadLettersRunAgain() throws SQLException {
    Encryption keys = Encryption.with("a", new SecretKeySpec(new byte[32], "AES"));
    long id = queue.awa().encrypting(keys).enqueue(Job.of("mail", Map.of("to", "jo"))).id();
    long worker = queue.worker();
    Ending failed = new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no mailbox");
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, "default", 1), failed));
    assertThat(awa("dead-letters", "retry", "" + id).out()).isEqualTo("job " + id + ": retried\n");
    List<Object> handled = new ArrayList<>();
    try (InlineWorker inline =
        Worker.of(queue.dataSource())
            .encryption(keys)
            .handlerForAnyKind((args, context) -> {
              handled.add(args.text());
              return Outcome.complete();
            })
            .inline()) {
      assertThat(inline.runNext("default").orElseThrow()).isInstanceOf(JobEvent.Completed.class);
    }
    assertThat(handled).containsExactly("{\"to\":\"jo\"}");
  }

  @Test
  void theyAreFoundByAFilterAndRunElsewhere() throws SQLException {
    long one = failed("mail");
    failed("other");
    Cli listed = awa("dead-letters", "list", "queue:mail", "error:\"NO MAILBOX\"");
    assertThat(listed.out()).contains("enough").contains("no mailbox").contains("" + one);
    assertThat(listed.err()).contains("note: no index finds jobs by error");
    assertThat(awa("dead-letters", "list", "error:no", "--json").json().get("note").asString())
        .contains("error");
    assertThat(awa("dead-letters", "list", "kind:none").out()).contains("no job matches");
    Cli wrong = awa("dead-letters", "list", "colour:red");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("filter: must be a name").contains("colour:red at 1");
    Cli retried =
        awa("dead-letters", "retry", "queue:mail", "--to-queue", "slow", "--max-attempts", "2");
    assertThat(retried.out()).isEqualTo("run again: 1 job\n");
    Cli corrected =
        awa("dead-letters", "retry", "" + failed("mail"), "--args", "{\"n\": 2}", "--delay", "1h");
    assertThat(corrected.status()).as(corrected.err()).isZero();
    JsonNode moved = awa("job", "show", "" + one, "--json").json();
    assertThat(moved.get("queue").asString()).isEqualTo("slow");
    assertThat(moved.get("max_attempts").asInt()).isEqualTo(2);
    assertThat(
            awa("job", "list", "queue:mail args.n:2 state:scheduled", "--json").json().get("jobs"))
        .hasSize(1);
  }

  /** What can't be taken back, and was not named one by one, is asked about. */
  @Test
  void aFilterIsPreviewedAskedAboutAndLimited() throws SQLException {
    for (int i = 0; i < 3; i++) {
      failed("bulk");
    }
    Cli preview = awa("dead-letters", "purge", "queue:bulk", "--preview");
    assertThat(preview.status()).isZero();
    assertThat(preview.out()).startsWith("would delete 3 jobs\n").contains("failed");
    assertThat(awa("dead-letters", "retry", "--queue", "bulk", "--preview", "--json").json())
        .anySatisfy(value -> assertThat(value.asString()).isEqualTo("3"));
    Cli unasked = awa("dead-letters", "purge", "--queue", "bulk");
    assertThat(unasked.status()).isEqualTo(2);
    assertThat(unasked.err())
        .startsWith("error: would delete 3 jobs, with no way back: nothing was done")
        .contains("--yes");
    assertThat(awa("dead-letters", "retry", "queue:bulk", "--limit", "1").out())
        .isEqualTo("run again: 1 job\n");
    assertThat(awa("dead-letters", "purge", "queue:bulk", "--limit", "1", "--yes").out())
        .isEqualTo("1 job deleted\n");
    assertThat(awa("dead-letters", "purge", "queue:bulk", "--yes").out())
        .isEqualTo("1 job deleted\n");
    assertThat(awa("dead-letters", "purge", "queue:bulk", "--preview").status()).isEqualTo(3);
  }

  @Test
  void anEmptyFilterIsToldInTheWordsOfTheCommand() {
    for (String verb : List.of("retry", "purge")) {
      Cli empty = awa("dead-letters", verb, "");
      assertThat(empty.status()).isEqualTo(2);
      assertThat(empty.err())
          .startsWith("error: name the jobs by a filter, queue:mail for instance, or --all\n");
      Cli stateOnly = awa("dead-letters", verb, "state:failed", "--yes");
      assertThat(stateOnly.status()).isEqualTo(2);
      assertThat(stateOnly.err()).doesNotContain("JobFilter.all(limit)");
      assertThat(awa("dead-letters", verb, "7", "--limit", "1").status()).isEqualTo(2);
      assertThat(awa("dead-letters", verb, "7", "--preview").status()).isEqualTo(2);
    }
  }

  @Test
  void whatWaitsIsCountedBeforeItIsCancelled() throws SQLException {
    queue.awa().enqueue(TestQueue.job("waits", 0));
    assertThat(awa("queue", "drain", "waits", "--preview").out())
        .isEqualTo("would cancel 1 job that waits in queue \"waits\"\n");
    assertThat(awa("queue", "purge", "waits", "--preview").out()).startsWith("would purge 1 job ");
    assertThat(awa("job", "cancel", "--queue", "waits", "--preview").out())
        .startsWith("would cancel 1 job\n");
    assertThat(awa("queue", "stats", "waits", "--json").json().get("available").asInt()).isOne();
    failed("other");
    Cli all = awa("queue", "stats");
    assertThat(all.out()).containsPattern("1 +0 +0 +0 +0 +1 +0 +1 +\\(all\\)");
    assertThat(awa("queue", "stats", "--json").json()).hasSize(2);
    long id = queue.awa().enqueue(TestQueue.job("waits", 0)).id();
    assertThat(awa("job", "show", "" + id).out()).contains("can           cancel, edit\n");
  }

  @Test
  void jobsAreEditedAndDeleted() throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job("edits", 0)).id();
    assertThat(awa("job", "edit", "" + id).status()).as("nothing to change").isEqualTo(2);
    assertThat(awa("job", "edit", "" + id, "--priority", "1").out())
        .isEqualTo("job " + id + ": edited\n");
    assertThat(awa("job", "delete", "" + id).out()).isEqualTo("job " + id + ": not finished\n");
    assertThat(awa("job", "cancel", "" + id, "424242").out())
        .isEqualTo("job " + id + ": cancelled\njob 424242: unknown\n");
    assertThat(awa("job", "edit", "" + id, "--priority", "1", "--json").json().get("verdict"))
        .hasToString("\"too_late\"");
    assertThat(awa("job", "delete", "" + id).status()).isZero();
    assertThat(awa("job", "show", "" + id).status()).isEqualTo(1);
  }

  /** Every waiting job of the queue fails, and a new one. */
  private long failed(String name) throws SQLException {
    long id = queue.awa().enqueue(TestQueue.job(name, 0)).id();
    long worker = queue.worker();
    Ending failed = new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no mailbox");
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, name, 100), failed));
    return id;
  }
}
