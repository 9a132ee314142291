package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Encryption;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.event.JobEvent;
import dev.awa.support.TestQueue;
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
    assertThat(awa("dead-letters", "purge", "--kind", "test", "--json").json().get("purged"))
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
    assertThat(listed.err()).contains("note: no index has error");
    assertThat(awa("dead-letters", "list", "error:no", "--json").json().get("note").asString())
        .contains("error");
    assertThat(awa("dead-letters", "list", "kind:none").out()).contains("no job matches");
    Cli wrong = awa("dead-letters", "list", "colour:red");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("filter: must be a name").contains("colour:red at 1");
    Cli retried =
        awa("dead-letters", "retry", "queue:mail", "--to-queue", "slow", "--attempts", "2");
    assertThat(retried.out()).isEqualTo("1 jobs run again\n");
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
