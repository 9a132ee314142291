package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.Documents;
import dev.awa.lab.Eventually;
import dev.awa.support.TestServer;
import dev.awa.worker.Worker;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
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
    assertThat(sql.out())
        .startsWith("-- Awa: brings the queue from nothing to version 1")
        .contains("ready_entries")
        .doesNotContain("BEGIN;", "COMMIT;");
    assertThat(Cli.run("migrate", "--sql", "--from", "1").out())
        .startsWith("-- Awa: brings the queue from version 1");
    Cli unknown = Cli.run("migrate", "--sql", "--from", "9");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("version: must be 0 to");
    assertThat(Cli.run("migrate", "--from", "1").err()).contains("--from: goes with --sql");
  }

  /** And not that there is no queue, which it was asked to make. */
  @Test
  void aMigrationThatFailsSaysOfWhat() throws Exception {
    PGSimpleDataSource database = (PGSimpleDataSource) TestServer.newDatabase();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE command_guest LOGIN");
    }
    String guests = database.getURL().replaceFirst("\\?.*", "") + "?user=command_guest";
    Cli refused = Cli.run("migrate", "--database-url", guests);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("permission denied for database").contains("42501");
  }

  @Test
  void aSchemaThatWasRestoredWithoutItsRowsIsNamedAndMendedByMigrate() throws Exception {
    PGSimpleDataSource database = (PGSimpleDataSource) TestServer.newDatabase();
    String there = database.getURL().replaceFirst("\\?.*", "") + "?user=" + database.getUser();
    assertThat(Cli.run("migrate", "--database-url", there).status()).isZero();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE awa.schema_history, awa.ring, awa.storage_state, awa.leadership");
      statement.execute(
          "ALTER SEQUENCE awa.ring_head RESTART; ALTER SEQUENCE awa.ring_tail RESTART");
    }
    String[] enqueue = {"enqueue", "--kind", "k", "--file", file("{}").toString()};
    for (String[] command : List.of(enqueue, new String[] {"storage", "status"})) {
      Cli refused = Cli.run(with(command, "--database-url", there));
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("as from a dump of the schema alone")
          .contains("awa migrate");
    }
    Cli mended = Cli.run("migrate", "--database-url", there);
    assertThat(mended.out()).contains("rows that were missing");
    assertThat(Cli.run(with(enqueue, "--database-url", there)).status()).isZero();
  }

  private static String[] with(String[] command, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whatARoleNeedsIsPrintedWithoutADatabase() {
    Cli producer = Cli.run("grants", "producer", "shop app");
    assertThat(producer.status()).isZero();
    assertThat(producer.out())
        .startsWith("GRANT USAGE ON SCHEMA awa TO \"shop app\";\n")
        .contains("GRANT INSERT ON TABLE awa.ready_entries, ")
        .doesNotContain("TRUNCATE", "DELETE");
    assertThat(Cli.run("grants", "worker", "w", "--schema", "Other").out())
        .contains("GRANT TRUNCATE ON TABLE \"Other\".claims_0, ");
    Cli unknown = Cli.run("grants", "boss", "w");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("no such duty: \"boss\"; known are producer, reader, operator, worker, migrator");
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
    record Bad(String line, String said) {}
    List<Bad> lines =
        List.of(
            new Bad("{\"a\":}", "line 3, column 6: is not JSON: unexpected }\n"),
            new Bad("{\"a\": nul}", "line 3, column 7: is not JSON: unexpected nul\n"),
            new Bad("yes", "line 3, column 1: is not JSON: unexpected yes\n"),
            new Bad("[1, 2", "line 3, column 6: is not JSON: it ends too early\n"),
            new Bad("\"text", "line 3, column 6: is not JSON: it ends too early\n"),
            new Bad("[".repeat(2000), "line 3, column 1: must nest at most 500 levels deep\n"),
            new Bad("{\"a\":\"\\u0000\"}", "line 3, column 7"),
            new Bad("{\"a\":\"\\ud800\"}", "line 3, column 7"),
            new Bad("{} {}", "line 3, column "),
            new Bad("{\"a\":\"" + "x".repeat(1 << 20) + "\"}", "line 3, column 1"));
    for (Bad bad : lines) {
      Path jobs = file("1", "", bad.line(), "4");
      Cli refused = awa("enqueue", "--queue", "bad", "--kind", "k", "--file", jobs.toString());
      assertThat(refused.status()).as(bad.said()).isEqualTo(1);
      assertThat(refused.err()).startsWith("error: " + bad.said());
    }
    assertThat(available("bad")).isZero();
  }

  /** Else it would be told of the first line, or with --skip-bad every line be set aside. */
  @Test
  void whatIsWrongWithEveryJobIsNoBadLine() throws Exception {
    Path bad = folder.resolve("bad.jsonl");
    for (String wrong :
        List.of("--priority 9", "--max-attempts 0", "--deadline 9d", "--mask a..b")) {
      Cli refused =
          awa(
              ("enqueue --queue bad --kind k --file "
                      + file("1", "2")
                      + " --skip-bad "
                      + bad
                      + " "
                      + wrong)
                  .split(" "));
      assertThat(refused.status()).as(wrong).isEqualTo(2);
      assertThat(refused.err()).as(wrong).contains(": must be ").doesNotStartWith("error: line");
      assertThat(bad).isEmptyFile();
    }
  }

  @Test
  void aFieldToBeMaskedThatALineLacksIsOfThatLine() throws Exception {
    Path bad = folder.resolve("bad.jsonl");
    String enqueue =
        "enqueue --queue masked --kind k --mask email --file "
            + file("{\"email\":\"a\"}", "{\"name\":\"b\"}");
    Cli refused = awa(enqueue.split(" "));
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("error: line 2, column 1: masked[0]: must begin with a field of args");
    Cli aside = awa((enqueue + " --json --skip-bad " + bad).split(" "));
    assertThat(aside.json().get("enqueued").asLong()).isEqualTo(1);
    assertThat(bad).hasContent("{\"name\":\"b\"}\n");
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
    assertThat(answer.get("older").isNull()).isTrue();
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
    String next = first.json().get("older").asString();
    assertThat(first.json().get("jobs").get(1).get("id").asString()).isEqualTo(next);
    assertThat(awa("job", "list", "--queue", "pages", "--limit", "2").out())
        .startsWith("ID ")
        .endsWith("older ones: --before " + next + "\n");

    Cli second = awa("job", "list", "--queue", "pages", "--limit", "2", "--before", next, "--json");
    assertThat(second.json().get("jobs")).hasSize(1);
    assertThat(second.json().get("jobs").get(0).get("args").asInt()).isEqualTo(1);
    assertThat(second.json().get("older").isNull()).isTrue();
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
  void aQueueIsPurgedIfSomebodySaysSo() throws Exception {
    assertThat(awa("queue", "purge", "gone", "--yes").status()).as("nothing waits").isOne();
    awa("enqueue", "--kind", "k", "--queue", "gone", "--file", file("1").toString());
    String later = file("2").toString();
    awa("enqueue", "--kind", "k", "--queue", "gone", "--delay", "1h", "--file", later);
    Cli asked = awa("queue", "purge", "gone");
    assertThat(asked.status()).isEqualTo(2);
    assertThat(asked.err()).contains("2 jobs that wait in queue \"gone\"").contains("--yes");
    Cli purged = awa("queue", "purge", "gone", "--yes", "--by", "jo", "--json");
    assertThat(purged.status()).isZero();
    assertThat(purged.json().get("available").asInt()).isEqualTo(1);
    assertThat(purged.json().get("scheduled").asInt()).isEqualTo(1);
    assertThat(awa("queue", "stats", "gone", "--json").json().get("available").asInt()).isZero();
    Cli purges = awa("queue", "purges", "gone");
    assertThat(purges.out()).containsPattern("^AT .*\\n.*Z +jo +2 +1 +1 +0\\n");
    assertThat(awa("queue", "purges", "gone", "--limit", "1", "--json").json().get(0).get("by"))
        .hasToString("\"jo\"");
  }

  @Test
  void aQueueIsDrained() throws Exception {
    awa("enqueue", "--kind", "k", "--queue", "drained", "--file", file("1").toString());
    Cli drained = awa("queue", "drain", "drained", "--reason", "wrong import", "--json");
    assertThat(drained.json().get("cancelled").asInt()).isEqualTo(1);
    assertThat(awa("queue", "stats", "drained", "--json").json().get("cancelled").asInt()).isOne();
    assertThat(awa("queue", "drain", "drained").status()).isOne();
  }

  @Test
  void aQueueIsPausedForAWhileWithAReason() {
    awa("queue", "pause", "while", "--reason", "provider down", "--until", "1h", "--by", "jo");
    assertThat(awa("queue", "show", "while").out())
        .startsWith("paused since 2")
        .contains(" by jo: provider down; ends by itself at 2");
    assertThat(awa("queue", "pause", "while", "--until", "2020-01-01T00:00:00Z").err())
        .contains("until: must be in the future");
    assertThat(awa("queue", "pause", "while", "--until", "tea").status()).isEqualTo(2);
    assertThat(awa("queue", "resume", "while", "--by", "mo").status()).isZero();
    Cli history = awa("queue", "history", "while", "--json");
    assertThat(history.json().get(0).get("by").asString()).isEqualTo("mo");
    assertThat(history.json().get(0).get("before").asString()).endsWith("provider down");
  }

  @Test
  void settingsOfAQueueAreChangedShownAndTakenBack() {
    Cli first = awa("queue", "set", "s", "--concurrency", "5", "--keep-completed", "0s");
    assertThat(first.out())
        .startsWith("queue \"s\": concurrency is 5, was not set\n")
        .contains("queue \"s\": keep_completed is 0s, was not set\n");
    assertThat(awa("queue", "set", "s", "--concurrency", "6", "--by", "jo").out())
        .startsWith("queue \"s\": concurrency is 6, was 5, changed by awa ");
    assertThat(awa("queue", "set", "s", "--concurrency", "6").out())
        .contains("nothing has changed");
    Cli shown = awa("queue", "show", "s");
    assertThat(shown.out())
        .containsPattern("concurrency +6 +jo +2")
        .containsPattern("poll +not set")
        .contains("no worker works on this queue");
    assertThat(awa("queue", "show", "s", "--json").json().get("settings").toString())
        .isEqualTo("{\"concurrency\":6,\"keep_completed\":\"PT0S\"}");
    Cli reset = awa("queue", "set", "s", "--reset", "concurrency,keep-completed", "--json");
    assertThat(reset.json().get("changed")).hasSize(2);
    assertThat(reset.json().get("changed").get(0).get("setting").asString())
        .isEqualTo("concurrency");
    assertThat(awa("queue", "history", "s").out()).containsPattern("jo +concurrency +5 +6");
    assertThat(awa("worker", "list").out()).startsWith("ID ");
  }

  @Test
  void forHowLongAKindIsKeptIsSetShownAndTakenBack() {
    String[] keep = {"kind", "set", "receipt", "--keep-dead-letters", "90d", "--by", "jo"};
    assertThat(awa(keep).out())
        .startsWith("kind \"receipt\": keep_dead_letters is 90d, was not set\n")
        .contains("note: no application describes this kind, and no worker that lives handles it");
    Cli again = awa("kind", "set", "receipt", "--keep-dead-letters", "1h", "--json");
    assertThat(again.json().get("changed").get(0).get("set_by").asString()).isEqualTo("jo");
    assertThat(again.json().get("known").asBoolean()).as("somebody has set it").isTrue();
    assertThat(awa("kind", "show", "receipt").out())
        .containsPattern("keep_failed +not set")
        .containsPattern("keep_dead_letters +1h ");
    assertThat(awa("kind", "show", "receipt", "--json").json().get("settings").toString())
        .isEqualTo("{\"keep_dead_letters\":\"PT1H\"}");
    assertThat(awa("kind", "list").out())
        .startsWith("KIND ")
        .containsPattern("receipt +not set +1h +- +- +-");
    assertThat(awa("kind", "history", "receipt").out())
        .containsPattern("jo +keep_dead_letters +not set +90d");
    assertThat(awa("kind", "set", "receipt", "--reset", "keep-dead-letters").out())
        .startsWith("kind \"receipt\": keep_dead_letters is not set, was 1h, changed by ");
    Cli refused = awa("kind", "set", "receipt", "--reset", "poll");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("must be keep_failed or keep_dead_letters, got poll");
    assertThat(awa("kind", "set", "receipt").err()).contains("name a setting to change");
  }

  @Test
  void whatCantBeSetIsRefusedWithWords() {
    assertThat(awa("queue", "set", "s", "--concurrency", "0").err())
        .contains("concurrency: must be 1 to 1000000, got 0");
    assertThat(awa("queue", "set", "s").err()).contains("name a setting to change");
    assertThat(awa("queue", "set", "s", "--reset", "colour").err())
        .contains("there is no setting colour; there are: [concurrency, poll");
    assertThat(awa("queue", "set", "s", "--poll", "1s", "--reset", "poll").err())
        .contains("poll is set and reset at once");
    assertThat(awa("queue", "set", "s", "--dead-letters", "perhaps").status()).isEqualTo(2);
  }

  @Test
  void aQueueIsSplitIntoStripes() {
    Cli split = awa("queue", "split", "striped", "4");
    assertThat(split.out())
        .startsWith("queue \"striped\" has 4 stripes\n")
        .contains("note: no job of this queue has been seen");
    assertThat(awa("queue", "split", "striped", "7", "--json").json().get("stripes").asInt())
        .isEqualTo(7);
    assertThat(awa("queue", "list").out()).containsPattern("no +7 +kept +no worker +striped");
    for (String number : List.of("0", "65")) {
      Cli refused = awa("queue", "split", "striped", number);
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("stripes: must be 1 to 64, got " + number);
    }
    assertThat(awa("queue", "split", "striped", "many").status()).isEqualTo(2);
    assertThat(awa("queue", "split", "striped", "2", "--by", "jo").status()).isZero();
    assertThat(awa("queue", "history", "striped").out()).containsPattern("jo +stripes +7 +2");
  }

  @Test
  void textThatNamesNothingIsRefusedInWords() {
    String tooLong = "x".repeat(201);
    for (Cli refused :
        List.of(
            awa("queue", "pause", ""),
            awa("queue", "resume", tooLong),
            awa("queue", "stats", ""),
            awa("job", "list", "--queue", tooLong),
            awa("job", "cancel", "--queue", ""))) {
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err())
          .matches("(?s)error: (--)?queue: must be 1 to 200 characters, got .*");
    }
    Cli withoutReason = awa("job", "cancel", "1", "--reason", "");
    assertThat(withoutReason.err())
        .startsWith("error: --reason: must be 1 to 1000 characters, got");
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
  void helpForACommandThatDoesNotExistIsAnErrorToo() {
    for (String[] unknown :
        new String[][] {{"dead_letters", "list", "--help"}, {"queue", "lst", "-h"}}) {
      Cli answer = Cli.run(unknown);
      assertThat(answer.status()).isEqualTo(2);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err()).startsWith("error: there is no command: awa ").contains(unknown[0]);
    }
    assertThat(Cli.run("queue", "lst", "--help").err()).contains("Did you mean: queue list");
    assertThat(Cli.run("queue", "list", "--help").status()).isZero();
    assertThat(Cli.run("--help").out()).contains("enqueue");
  }

  @Test
  void withJsonAnErrorIsJsonAsWell() {
    for (String[] failing :
        new String[][] {
          {"queue", "list", "--json", "--database-url", "nonsense"},
          {"queue", "lst", "--json"},
          {"dead_letters", "--help", "--json"}
        }) {
      Cli answer = Cli.run(failing);
      assertThat(answer.out()).isEmpty();
      assertThat(Documents.JSON.readTree(answer.err()).get("error").asString()).isNotBlank();
    }
    assertThat(awa("job", "show", "999999999", "--json").err())
        .startsWith("{")
        .contains("job 999999999: there is none");
  }

  private static String urlOf(String host, String port, String user, String database) {
    return "host=" + host + " port=" + port + " user=" + user + " dbname=" + database;
  }

  @Test
  void whatIsWrongWithAConnectionIsToldAtOnce() throws Exception {
    String[] place = url.replaceFirst(".*//([^?]*)\\?user=(.*)", "$1/$2").split("[:/]", -1);
    String host = place[0];
    String port = place[1];
    record Wrong(String url, String said) {}
    for (Wrong wrong :
        List.of(
            new Wrong(
                urlOf(host, port, "nobody_here", place[2]),
                "as nobody_here: role \"nobody_here\" does not exist. Check that the role exists"),
            new Wrong(
                urlOf(host, port, place[3], "nowhere"),
                "database \"nowhere\" does not exist. Check the name of the database"),
            new Wrong(urlOf(host, closedPort(), place[3], place[2]), "nothing listens there ("),
            new Wrong(
                urlOf("no-such-host.invalid", port, place[3], place[2]),
                "no host is called no-such-host.invalid"))) {
      Cli answer = Cli.run("queue", "list", "--database-url", wrong.url());
      assertThat(answer.status()).isEqualTo(1);
      assertThat(answer.err()).startsWith("error: can't connect to ").contains(wrong.said());
      assertThat(answer.err()).doesNotContain("Hikari");
    }
  }

  @Test
  void filtersAreSavedRenamedAndDeletedUnderNames() throws Exception {
    assertThat(awa("view", "save", "mine", "queue:mail", "state:failed", "--by", "jo").out())
        .contains("view \"mine\" is saved: queue:mail state:failed");
    Cli again = awa("view", "save", "mine", "queue:letters", "--json");
    assertThat(again.json().get("overwritten").get("filter").asString())
        .isEqualTo("queue:mail state:failed");
    assertThat(awa("view", "save", "mine", "queue:mail").out()).contains("it was: queue:letters");
    assertThat(awa("view", "rename", "mine", "ours", "--json").json().get("verdict").asString())
        .isEqualTo("renamed");
    assertThat(awa("view", "rename", "ours", "ours").status()).isOne();
    assertThat(awa("view", "rename", "none", "other").err()).contains("no saved view \"none\"");
    assertThat(awa("view", "list").out()).contains("ours").contains("queue:mail");
    assertThat(awa("view", "list", "--json").json().get(0).get("name").asString())
        .isEqualTo("ours");
    assertThat(awa("view", "save", "bad", "colour:red").status()).isEqualTo(2);
    assertThat(awa("view", "delete", "ours").status()).isZero();
    assertThat(awa("view", "delete", "ours").status()).isOne();
  }

  private static String closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  @Test
  void everyCommandSaysWhenThereIsNoQueue() throws Exception {
    String empty;
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      empty = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    String jobs = file("1").toString();
    for (String command :
        List.of(
            "queue list",
            "queue stats q",
            "stats --by 5m",
            "queue pause q",
            "queue resume q",
            "queue split q 2",
            "queue drain q",
            "queue purge q --yes",
            "queue set q --concurrency 5",
            "queue show q",
            "queue history q",
            "queue purges q",
            "worker list",
            "kind list",
            "kind set k --keep-failed 30d",
            "kind show k",
            "kind history k",
            "view list",
            "view save v queue:q",
            "view rename v w",
            "view delete v",
            "job list",
            "dead-letters list",
            "job show 1",
            "job cancel 1",
            "job cancel --queue q",
            "job edit 1 --priority 1",
            "job delete 1",
            "dead-letters move 1",
            "dead-letters retry 1",
            "dead-letters retry --all",
            "dead-letters purge 1",
            "dead-letters purge --queue q --yes",
            "enqueue --kind k --file " + jobs,
            "work --queue q --exec true",
            "operation preview cancel queue:q",
            "operation submit cancel queue:q --yes --reason r",
            "operation list",
            "operation show 1",
            "operation watch 1",
            "operation stop 1",
            "schedule list",
            "schedule owners",
            "schedule show s",
            "schedule history s",
            "schedule preview s",
            "schedule add s --every 5m --kind k",
            "schedule pause s --reason r",
            "schedule resume s",
            "schedule trigger s",
            "schedule adopt s o",
            "schedule retire s",
            "schedule restore s",
            "schedule delete s",
            "roles --check",
            "maintain",
            "tick --within 5s",
            "serve --no-login --port 0",
            "storage status",
            "storage rotate",
            "storage prune",
            "storage set --keep-dead-letters 1d",
            "storage history",
            "storage rebase",
            "storage rebuild-terminal-counters",
            "storage let-go-stray-keys")) {
      String[] words = (command + " --database-url " + empty).split(" ");
      Cli answer = Cli.run(words);
      assertThat(answer.status()).as(command).isEqualTo(1);
      assertThat(answer.err())
          .as(command)
          .contains("error: schema \"awa\" holds no Awa queue; create it with: awa migrate");
    }
  }

  @Test
  void theDoctorSaysWhatIsWrongWhatFollowsAndWhatMendsIt() throws Exception {
    awa("enqueue", "--queue", "ill", "--kind", "k", "--file", file("1").toString());
    Cli doctor = awa("doctor");
    assertThat(doctor.status()).isEqualTo(3);
    assertThat(doctor.out())
        .contains("PROBLEM  queue: jobs wait in queues without a worker")
        .contains("  hence  these jobs wait for ever")
        .contains("  mend   start a worker with these queues")
        .contains("looked at 17 of 17 things");
    JsonNode json = awa("doctor", "--json").json();
    assertThat(json.get("exams")).hasSize(17);
    assertThat(json.get("findings").get(0).get("level").asString()).isEqualTo("problem");

    Cli within = awa("doctor", "--within", "0s");
    assertThat(within.status()).isEqualTo(2);
    assertThat(within.err()).contains("--within").contains("1s");
  }

  @Test
  void whoseThePauseWasIsTold() throws Exception {
    awa("enqueue", "--queue", "rest", "--kind", "k", "--file", file("1").toString());
    assertThat(awa("queue", "resume", "rest").out()).contains("it was not paused");
    awa("queue", "pause", "rest", "--by", "anna", "--reason", "bounces", "--until", "2h");
    assertThat(awa("queue", "pause", "rest", "--by", "ben").out())
        .contains("before, it was paused since ")
        .contains(" by anna, until ")
        .endsWith(": bounces\n");
    assertThat(awa("queue", "resume", "rest").out())
        .contains("it was paused since")
        .contains("by ben");
  }

  @Test
  void whichQueueACommandTakesIsShownWithoutItsPassword() {
    Cli shown = Cli.run("context", "show", "--database-url", "postgres://me:secret@nowhere/shop");
    assertThat(shown.status()).isZero();
    assertThat(shown.out()).isEqualTo("me at jdbc:postgresql://nowhere:5432/shop, schema awa\n");
    Cli json = Cli.run("context", "show", "--json", "--database-url", "postgres://db/x");
    assertThat(json.json().get("production").asBoolean()).isFalse();
  }

  @Test
  void topPrintsOnceWhatItWouldShow() throws Exception {
    awa("enqueue", "--queue", "ill", "--kind", "k", "--file", file("1").toString());
    awa("queue", "pause", "ill");
    Cli top = awa("top");
    assertThat(top.status()).isZero();
    assertThat(top.out())
        .contains("0 workers alive, none leads")
        .contains("! leader: ")
        .containsPattern("paused +ill");
    JsonNode json = awa("top", "--json").json();
    JsonNode queue =
        json.get("queues")
            .valueStream()
            .filter(one -> one.get("stats").get("queue").asString().equals("ill"))
            .findFirst()
            .orElseThrow();
    assertThat(queue.get("paused").asBoolean()).isTrue();
    assertThat(queue.get("stats").get("available").asLong()).isPositive();
    assertThat(json.get("findings")).isNotEmpty();
  }

  @Test
  void theDoctorSaysWhenThereIsNoQueue() throws Exception {
    String empty;
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      empty = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    Cli doctor = Cli.run("doctor", "--database-url", empty);
    assertThat(doctor.status()).isEqualTo(3);
    assertThat(doctor.out())
        .contains("holds no Awa queue; create it with: awa migrate")
        .contains("not looked at: jobs: the schema can't be used");
  }

  @Test
  void aQueueThatNobodyKnowsIsPausedAndSaidToBeUnknown() throws Exception {
    awa("enqueue", "--queue", "known", "--kind", "k", "--file", file("1").toString());
    Cli mistyped = awa("queue", "pause", "knwon");
    assertThat(mistyped.status()).isZero();
    assertThat(mistyped.out())
        .contains("queue \"knwon\" is paused")
        .contains("note: no job of this queue has been seen; known: ")
        .contains("known");
    assertThat(awa("queue", "pause", "knwon2", "--json").json().get("known").asBoolean()).isFalse();
    assertThat(awa("queue", "pause", "known", "--json").json().get("known").asBoolean()).isTrue();
    assertThat(awa("queue", "resume", "known").out()).doesNotContain("note:");
  }

  @Test
  void theCountsOfAQueueThatNobodyKnowsSaySo() throws Exception {
    awa("enqueue", "--queue", "counted", "--kind", "k", "--file", file("1").toString());
    assertThat(awa("queue", "stats", "cuonted").out())
        .contains("available     0")
        .contains("note: no job of this queue has been seen; known: ");
    assertThat(awa("queue", "stats", "counted").out()).doesNotContain("note:");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithoutTheWordsOfJava() throws Exception {
    String nowhere = folder.resolve("nowhere").resolve("f").toString();
    Cli unread = awa("enqueue", "--kind", "k", "--file", nowhere);
    assertThat(unread.status()).isEqualTo(1);
    assertThat(unread.err())
        .startsWith("error: could not read " + nowhere + ": there is no such file or folder");
    String jobs = file("1").toString();
    Cli unwritten = awa("enqueue", "--kind", "k", "--file", jobs, "--skip-bad", nowhere);
    assertThat(unwritten.status()).isEqualTo(1);
    assertThat(unwritten.err()).startsWith("error: could not write --skip-bad " + nowhere + ": ");
  }

  @Test
  void aLineReplacesTheJobThatWaits() throws Exception {
    String unique = "{\"args\":[\"to\"],\"on_conflict\":\"replace\",\"longest_wait\":7200}";
    String[] command =
        ("enqueue --queue newest --kind k --delay 1h --unique "
                + unique
                + " --file "
                + file("{\"to\":1,\"n\":1}", "{\"to\":1,\"n\":2}"))
            .split(" ");
    assertThat(awa(command).out()).contains("1 replaced a job that waits for its time");
    JsonNode job = awa("job", "list", "--queue", "newest", "--json").json().get("jobs").get(0);
    assertThat(job.get("args").get("n").asInt()).isEqualTo(2);
    Cli undelayed =
        awa("enqueue", "--kind", "k", "--unique", unique, "--file", file("{\"to\":1}").toString());
    assertThat(undelayed.status()).isNotZero();
    assertThat(undelayed.err()).contains("must not be used without a delay");
  }

  @Test
  void everythingThatSqlCanSayOfAJobCanBeSaidHere() throws Exception {
    String unique = "{\"queue\":true,\"args\":[\"to\"],\"period\":3600,\"hold\":[\"failed\"]}";
    Cli enqueued =
        awa(
            ("enqueue --queue all --kind k --priority 1 --max-attempts 3 --delay 2h --deadline 90s"
                    + " --tag a --tag b --metadata {\"m\":1} --ordering-key o --json --unique "
                    + unique
                    + " --file "
                    + file("{\"to\":1}", "{\"to\":1}"))
                .split(" "));
    assertThat(enqueued.err()).isEmpty();
    assertThat(enqueued.json().get("enqueued").asInt()).isEqualTo(1);
    assertThat(enqueued.json().get("duplicates").asInt()).isEqualTo(1);
    assertThat(enqueued.json().get("replaced").asInt()).isZero();
    assertThat(
            awa(
                    "enqueue",
                    "--queue",
                    "all",
                    "--kind",
                    "k",
                    "--unique",
                    unique,
                    "--file",
                    file("{\"to\":1}").toString())
                .out())
        .contains("1 were duplicates of jobs that are there");
    JsonNode job = awa("job", "list", "--queue", "all", "--json").json().get("jobs").get(0);
    assertThat(job.get("state").asString()).isEqualTo("scheduled");
    assertThat(job.get("max_attempts").asInt()).isEqualTo(3);
    assertThat(job.get("tags").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(job.get("metadata").toString()).isEqualTo("{\"m\":1}");
    assertThat(job.get("deadline_ms").asInt()).isEqualTo(90_000);
    assertThat(job.get("ordering_key").asString()).isEqualTo("o");
    assertThat(
            awa(("enqueue --queue all --kind k --run-at 2026-01-01T00:00:00+01:00 --file "
                        + file("2"))
                    .split(" "))
                .status())
        .isZero();
    for (String wrong :
        List.of(
            "--delay 90",
            "--run-at tomorrow",
            "--metadata [1]",
            "--unique {\"arg\":true}",
            "--unique {\"args\":[\"no\"]}",
            "--delay 1m --run-at 2026-01-01T00:00:00Z")) {
      Cli refused =
          awa(
              ("enqueue --queue all --kind k --file " + file("{\"to\":1}") + " " + wrong)
                  .split(" "));
      assertThat(refused.status()).as(wrong).isEqualTo(wrong.contains("\"no\"") ? 1 : 2);
      assertThat(refused.err()).as(wrong).startsWith("error: ");
    }
  }

  @Test
  void whateverAJobMayHoldIsShown() throws Exception {
    String number = "1234567890".repeat(200) + ".5";
    String deep = "[".repeat(500) + "]".repeat(500);
    awa("enqueue", "--queue", "large", "--kind", "k", "--file", file(number, deep).toString());
    JsonNode jobs = awa("job", "list", "--queue", "large", "--json").json().get("jobs");
    assertThat(jobs.get(0).get("args").toString()).isEqualTo(deep);
    assertThat(jobs.get(1).get("args").toString()).isEqualTo(number);
    assertThat(awa("job", "show", jobs.get(0).get("id").asString()).out()).contains(deep);
    assertThat(awa("job", "show", jobs.get(1).get("id").asString()).out()).contains(number);
  }

  @Test
  void maskedArgumentsAreShownOnlyWhenAskedFor() throws Exception {
    String[] enqueue =
        ("enqueue --queue masked --kind k --args-version 3 --mask card.number --mask pin --file "
                + file("{\"card\":{\"number\":\"4111\"},\"pin\":7}"))
            .split(" ");
    assertThat(awa(enqueue).status()).isZero();
    assertThat(awa("job", "list", "--queue", "masked").out()).doesNotContain("4111");
    JsonNode job = awa("job", "list", "--queue", "masked", "--json").json().get("jobs").get(0);
    assertThat(job.get("args").toString())
        .isEqualTo("{\"card\":{\"number\":\"***\"},\"pin\":\"***\"}");
    assertThat(job.get("version").asInt()).isEqualTo(3);
    String id = job.get("id").asString();
    assertThat(awa("job", "show", id).out()).contains("\"***\"").doesNotContain("4111");
    assertThat(awa("job", "show", id, "--reveal").out()).contains("{\"number\":\"4111\"}");
  }

  @Test
  void aJobThatWasPutBackHasHadNoAttempt() throws Exception {
    awa(("enqueue --queue foreign --kind k --file " + file("1")).split(" "));
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    JsonNode jobs = awa("job", "list", "--queue", "foreign", "--json").json().get("jobs");
    String id = jobs.get(0).get("id").asString();
    try (Worker worker = Worker.of(dataSource).queue("foreign").start()) {
      Eventually.holds(
          "it was put back, " + worker.running() + " run",
          () -> awa("job", "show", id).out().contains("state         scheduled"));
    }
    Cli shown = awa("job", "show", id);
    assertThat(shown.out())
        .contains("attempt       0\n")
        .contains("\nput back before attempt 1")
        .contains("no handler")
        .doesNotContain("error of attempt");
    assertThat(shown.out()).contains("CAME", "enqueued", "released");
    JsonNode json = awa("job", "show", id, "--json").json();
    assertThat(json.get("errors").get(0).get("put_back").asBoolean()).isTrue();
    JsonNode run = json.get("attempts").get(0);
    assertThat(run.get("outcome").asString()).isEqualTo("released");
    assertThat(run.get("started_at").asString()).endsWith("Z");
  }

  @Test
  void theErrorsOfAJobAreShownLineByLine() throws Exception {
    awa(("enqueue --queue fails --kind k --max-attempts 1 --tag t --file " + file("1")).split(" "));
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    String id =
        awa("job", "list", "--queue", "fails", "--json")
            .json()
            .get("jobs")
            .get(0)
            .get("id")
            .asString();
    try (Worker worker =
        Worker.of(dataSource)
            .queue("fails")
            .handlerForAnyKind((args, context) -> {
              throw new IllegalStateException("first line\nsecond line");
            })
            .start()) {
      Eventually.holds(
          "it has failed", () -> awa("job", "show", id).out().contains("state         failed"));
    }
    Cli shown = awa("job", "show", id);
    assertThat(shown.out())
        .contains("tags          [\"t\"]\n")
        .contains("\nerror of attempt 1")
        .contains("first line\n")
        .contains("  second line\n")
        .doesNotContain("ext  ");
    JsonNode json = awa("job", "show", id, "--json").json();
    assertThat(json.get("errors").get(0).get("error").asString()).contains("second line");
    List<String> keys = new ArrayList<>(json.propertyNames());
    keys.removeIf(key ->
        json.get(key).isNull() || Set.of("attempts", "errors", "outputs", "log").contains(key));
    List<String> lines =
        shown
            .out()
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .map(line -> line.substring(0, line.indexOf(' ')))
            .toList();
    assertThat(lines).as("the text has the keys of the JSON, in its order").isEqualTo(keys);
    assertThat(shown.out())
        .containsPattern("created_at    \\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{3}Z\n");
  }

  @Test
  void theDigitsOfAnotherLocaleAreNotPrinted() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      for (String script : List.of("migrate --sql", "completion")) {
        assertThat(Cli.run(script.split(" ")).out()).doesNotContainPattern("[\u0660-\u0669]");
      }
      awa("enqueue", "--queue", "egypt", "--kind", "k", "--file", file("1").toString());
      for (String command :
          List.of(
              "queue list",
              "queue stats egypt",
              "job list --queue egypt",
              "storage status",
              "storage set --keep-dead-letters 9d",
              "storage prune --wait 0s")) {
        for (String json : List.of("", " --json")) {
          assertThat(awa((command + json).split(" ")).out())
              .isNotEmpty()
              .doesNotContainPattern("[\u0660-\u0669]");
        }
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsSaidSo() {
    Cli nowhere = Cli.run("queue", "list", "--database-url", "nonsense");
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).startsWith("error: database URL: expected");
  }

  @Test
  void theVersionAndACompletionScriptArePrinted() {
    assertThat(Cli.run("--version").out()).isEqualTo("awa 0.1.0\n");
    assertThat(Cli.run("completion").out()).contains("complete -F");
  }
}
