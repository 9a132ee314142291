package dev.awa.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CommandsTest {
  private static String url = "";

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void migrate() throws Exception {
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      url = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    assertThat(awa("migrate").status()).isZero();
  }

  private static Cli awa(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--database-url";
    all[arguments.length + 1] = url;
    return Cli.run(all);
  }

  private Path file(byte[] content) throws Exception {
    return Files.write(folder.resolve("jobs.jsonl"), content);
  }

  private Path file(String... lines) throws Exception {
    return file(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  private static long available(String queue) {
    return awa("queue", "stats", queue, "--json").json().get("available").asLong();
  }

  @Test
  void migratingTwiceDoesNothingTheSecondTime() {
    Cli again = awa("migrate", "--json");
    assertThat(again.status()).isZero();
    assertThat(again.json().get("applied")).isEmpty();
  }

  @Test
  void theMigrationCanBePrintedWithoutADatabase() {
    Cli sql = Cli.run("migrate", "--sql");
    assertThat(sql.status()).isZero();
    assertThat(sql.out()).startsWith("BEGIN;").endsWith("COMMIT;\n").contains("ready_entries");
  }

  @Test
  void aFileIsEnqueuedLineByLine() throws Exception {
    Path jobs = file("\uFEFF{\"n\":1}\r", "", "{\"n\":2}", "  ", "[3]", "\"four\"", "5", "");
    Cli enqueued =
        awa("enqueue", "--queue", "lines", "--kind", "k", "--file", jobs.toString(), "--json");
    assertThat(enqueued.err()).isEmpty();
    assertThat(enqueued.json().get("enqueued").asLong()).isEqualTo(5);
    assertThat(available("lines")).isEqualTo(5);
  }

  @Test
  void aBadLineIsNamedAndNothingIsEnqueued() throws Exception {
    record Bad(String line, String place) {}
    List<Bad> lines =
        List.of(
            new Bad("{\"a\":}", "line 3, column 6"),
            new Bad("{\"a\":\"\\u0000\"}", "line 3, column 7"),
            new Bad("{\"a\":\"\\ud800\"}", "line 3, column 7"),
            new Bad("{} {}", "line 3, column "),
            new Bad("{\"a\":\"" + "x".repeat(1 << 20) + "\"}", "line 3, column 1"));
    for (Bad bad : lines) {
      Path jobs = file("1", "", bad.line(), "4");
      Cli refused = awa("enqueue", "--queue", "bad", "--kind", "k", "--file", jobs.toString());
      assertThat(refused.status()).as(bad.place()).isEqualTo(1);
      assertThat(refused.err()).startsWith("error: " + bad.place());
    }
    assertThat(available("bad")).isZero();
  }

  @Test
  void badLinesCanBeSetAside() throws Exception {
    byte[] text = "1\n{\"a\":\"?\"}\n3\n".getBytes(StandardCharsets.UTF_8);
    text[8] = (byte) 0xFF; // no UTF-8 has it
    Path bad = folder.resolve("bad.jsonl");
    Cli enqueued =
        awa(
            "enqueue",
            "--queue",
            "aside",
            "--kind",
            "k",
            "--file",
            file(text).toString(),
            "--skip-bad",
            bad.toString(),
            "--json");
    assertThat(enqueued.json().get("enqueued").asLong()).isEqualTo(2);
    assertThat(enqueued.json().get("bad").asLong()).isEqualTo(1);
    assertThat(Files.readAllBytes(bad))
        .startsWith("{\"a\":\"".getBytes(StandardCharsets.UTF_8))
        .endsWith("\"}\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void jobsAreListedShownAndCancelled() throws Exception {
    awa(
        "enqueue",
        "--queue",
        "show",
        "--kind",
        "greet",
        "--tag",
        "x",
        "--file",
        file("{\"to\":\"you\"}").toString());
    JsonNode answer =
        awa("job", "list", "--queue", "show", "--state", "available", "--json").json();
    assertThat(answer.get("next").isNull()).isTrue();
    JsonNode listed = answer.get("jobs");
    assertThat(listed).hasSize(1);
    String id = listed.get(0).get("id").asString();
    assertThat(listed.get(0).get("args").get("to").asString()).isEqualTo("you");
    assertThat(awa("job", "show", id).out())
        .contains("greet")
        .contains("available")
        .contains("{\"to\":\"you\"}");
    assertThat(awa("job", "cancel", id).status()).isZero();
    assertThat(awa("job", "cancel", id).out()).contains("finished");
    assertThat(awa("job", "show", id, "--json").json().get("state").asString())
        .isEqualTo("cancelled");
    assertThat(awa("job", "show", "999999999").err())
        .startsWith("error: job 999999999: there is none");
    assertThat(awa("job", "list", "--state", "lost").err())
        .contains("must be one of scheduled, available");
  }

  @Test
  void aCancellationThatSomebodyHoldsUpSaysWhoAndFails() throws Exception {
    awa("enqueue", "--queue", "held", "--kind", "k", "--file", file("1").toString());
    String id =
        awa("job", "list", "--queue", "held", "--json")
            .json()
            .get("jobs")
            .get(0)
            .get("id")
            .asString();
    try (Connection claim = DriverManager.getConnection(url);
        Statement statement = claim.createStatement()) {
      claim.setAutoCommit(false);
      statement.execute("SET LOCAL application_name = 'frozen'");
      statement.execute("SELECT pg_advisory_xact_lock(awa.stripe_lock('held', 0::smallint))");
      Cli refused = awa("job", "cancel", id);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("stripe 0 of queue \"held\" is locked by process ", "(frozen, ", "Try again");
      assertThat(awa("storage", "status").out())
          .contains("(frozen, ", "stripe 0 of queue \"held\"");
      claim.rollback();
    }
    assertThat(awa("job", "cancel", id).status()).isZero();
  }

  @Test
  void aListGoesOnBeforeTheOldestJobOfThePage() throws Exception {
    awa("enqueue", "--queue", "pages", "--kind", "k", "--file", file("1", "2", "3").toString());
    Cli first = awa("job", "list", "--queue", "pages", "--limit", "2", "--json");
    assertThat(first.json().get("jobs")).hasSize(2);
    String next = first.json().get("next").asString();
    assertThat(first.json().get("jobs").get(1).get("id").asString()).isEqualTo(next);
    assertThat(awa("job", "list", "--queue", "pages", "--limit", "2").out())
        .startsWith("ID ")
        .endsWith("older ones: --before " + next + "\n");

    Cli second = awa("job", "list", "--queue", "pages", "--limit", "2", "--before", next, "--json");
    assertThat(second.json().get("jobs")).hasSize(1);
    assertThat(second.json().get("jobs").get(0).get("args").asInt()).isEqualTo(1);
    assertThat(second.json().get("next").isNull()).isTrue();
    assertThat(awa("job", "list", "--queue", "nobody's").out()).startsWith("ID ");
  }

  @Test
  void aQueueIsPausedAndResumed() {
    assertThat(awa("queue", "pause", "p").out()).contains("paused");
    assertThat(awa("queue", "list").out()).contains("yes").contains("p");
    assertThat(awa("queue", "resume", "p").status()).isZero();
    assertThat(awa("queue", "stats", "p").out()).contains("dead letters");
  }

  @Test
  void whatIsNotUnderstoodHasStatusTwoAndASuggestion() {
    Cli misspelt = Cli.run("queue", "lst");
    assertThat(misspelt.status()).isEqualTo(2);
    assertThat(misspelt.err()).contains("Did you mean");
    assertThat(Cli.run("enqueue").status()).isEqualTo(2);
    assertThat(Cli.run().status()).isEqualTo(2);
  }

  @Test
  void aDatabaseThatIsNotThereIsSaidSo() {
    Cli nowhere = Cli.run("queue", "list", "--database-url", "nonsense");
    assertThat(nowhere.status()).isEqualTo(1);
    assertThat(nowhere.err()).startsWith("error: database URL: expected");
  }

  @Test
  void theVersionAndACompletionScriptArePrinted() {
    assertThat(Cli.run("--version").out()).isEqualTo("awa 0.1.0\n");
    assertThat(Cli.run("completion").out()).contains("complete -F");
  }
}
