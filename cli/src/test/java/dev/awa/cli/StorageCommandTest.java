package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Claimed;
import dev.awa.engine.Ring;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StorageCommandTest {
  private final DataSource database = TestServer.newDatabase();
  private String url = "";

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void migrate() throws Exception {
    try (Connection connection = database.getConnection()) {
      url = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    assertThat(awa("migrate").status()).isZero();
  }

  private Cli awa(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--database-url";
    all[arguments.length + 1] = url;
    return Cli.run(all);
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void enqueue() throws Exception {
    Path jobs = Files.writeString(folder.resolve("jobs.jsonl"), "{\"n\":1}\n{\"n\":2}\n");
    assertThat(awa("enqueue", "--queue", "mail", "--kind", "k", "--file", jobs.toString()).status())
        .isZero();
  }

  @Test
  void theStatusTellsEverythingInWords() throws Exception {
    enqueue();
    awa("queue", "pause", "mail");
    awa("storage", "rotate");
    sql("INSERT INTO awa.workers (id, name, dead_since) VALUES (7, 'w', now())");
    Cli status = awa("storage", "status");
    assertThat(status.err()).isEmpty();
    assertThat(status.status()).isZero();
    assertThat(status.out())
        .startsWith("generation 1 is current, 2 of 16 slots are held")
        .contains("why segments stay:")
        .contains("  0  history is kept for another 60 min")
        .contains("  0  runs of queue \"mail\" wait in it (paused since 2")
        .contains("  0  worker \"w\" (7) is dead and not rescued yet")
        .contains("  0  no worker leads")
        .contains("carried: 0 runs, 0 claims, 0 B")
        .contains("tallies: up to date")
        .contains("lanes: 1 in use, 0 retired; 0 empty")
        .contains("nobody leads", "workers: 1")
        .contains("rotate after       5m")
        .contains("keep dead letters  30d")
        .contains("counters           trusted since 2");
  }

  @Test
  void whatKeepsManySegmentsIsSaidInOneLine() throws Exception {
    for (int i = 0; i < 3; i++) {
      enqueue();
      awa("storage", "rotate");
    }
    sql("INSERT INTO awa.workers (id, name, dead_since, queues) VALUES (7, 'w', now(), '{a,b}')");
    assertThat(awa("storage", "status").out())
        .containsOnlyOnce("  0-2  worker \"w\" (7) is dead and not rescued yet")
        .containsOnlyOnce("  1-2  generation 0 is pruned first")
        .containsPattern("7 +dead +0s ago +2s +30s +none +w +a b\n");
  }

  @Test
  void theStatusIsOneJsonDocument() throws Exception {
    enqueue();
    JsonNode status = awa("storage", "status", "--json").json();
    assertThat(status.propertyNames())
        .as("in the order of the text")
        .containsExactly(
            "slots",
            "segments",
            "blockers",
            "holders",
            "keepers",
            "carry",
            "tallies",
            "lane_counts",
            "lanes",
            "leader",
            "workers",
            "settings",
            "counters_trusted_at");
    JsonNode segment = status.get("segments").get(0);
    assertThat(segment.get("generation").asLong()).isZero();
    assertThat(segment.get("waiting").asBoolean()).isTrue();
    assertThat(segment.get("open_claims").asLong()).isZero();
    JsonNode blocker = status.get("blockers").get(0);
    assertThat(blocker.get("words").asString()).isEqualTo("it is current");
    assertThat(blocker.get("generations").get(0).asLong()).isZero();
    JsonNode lane = status.get("lanes").get(0);
    assertThat(lane.get("queue").asString()).isEqualTo("mail");
    assertThat(lane.get("waiting").asLong()).isEqualTo(2);
    assertThat(Duration.parse(status.get("settings").get("keep_history").asString()))
        .isEqualTo(Duration.ofHours(1));
    assertThat(status.get("leader").isNull()).isTrue();
    assertThat(awa("storage", "status", "--lanes", "0", "--json").json().get("lanes")).isEmpty();
  }

  @Test
  void theRingIsTurnedAndTrimmed() throws Exception {
    assertThat(awa("storage", "rotate").out())
        .isEqualTo("not rotated: generation 0 is current and holds nothing\n");
    enqueue();
    assertThat(awa("storage", "rotate").out()).isEqualTo("generation 1 is current now\n");
    assertThat(awa("storage", "prune", "--wait", "0s").out())
        .contains("generation 0 stays:", "history is kept", "runs of queue \"mail\" wait in it");
    String mail =
        awa("job", "list", "--queue", "mail", "--json")
            .json()
            .get("jobs")
            .get(0)
            .get("id")
            .asString();
    awa("job", "cancel", mail);
    awa("job", "cancel", "" + (Long.parseLong(mail) - 1));
    assertThat(awa("storage", "prune", "--wait", "0s", "--json").json().get("generations"))
        .isEmpty();
    assertThat(awa("storage", "prune", "--now").out())
        .isEqualTo("pruned generation 0\ngeneration 1 stays:\n  it is current\n");
  }

  @Test
  void pruneStopsAtAnOpenClaimOrGoesOnUntilItIsClosed() throws Exception {
    TestQueue queue = TestQueue.in(database, "awa");
    queue.enqueue("mail", 1);
    long worker = queue.worker();
    Claimed claimed = queue.claim(worker, "mail", 1);
    assertThat(awa("storage", "rotate").status()).isZero();
    String open = "  a claim is open on worker \"test worker\" (" + worker + ")\n";
    assertThat(awa("storage", "prune", "--now").out())
        .startsWith("pruned nothing\ngeneration 0 stays:\n" + open);
    assertThat(awa("storage", "prune", "--now", "--wait", "1s").out())
        .startsWith("pruned nothing within 1s\ngeneration 0 stays:\n" + open);

    long tried = queue.number("SELECT term FROM awa.leadership");
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Cli> waiting = thread.submit(() -> awa("storage", "prune", "--now", "--wait", "60s"));
      Eventually.holds(
          "it has tried twice", () -> queue.number("SELECT term FROM awa.leadership") >= tried + 2);
      assertThat(waiting.isDone()).isFalse();
      queue.flush(worker, 1, TestQueue.ended(claimed, TestQueue.completed()));
      sql("DELETE FROM awa.workers"); // it signs off
      assertThat(waiting.get().out())
          .isEqualTo("pruned generation 0\ngeneration 1 stays:\n  it is current\n");
    }
    assertThat(queue.awa().queues().stats("mail").completed()).isEqualTo(1);
  }

  @Test
  void whatALeaderCarriesMeanwhileIsTold() throws Exception {
    TestQueue queue = TestQueue.in(database, "awa");
    queue.enqueue("mail", 1);
    Claimed claimed = queue.claim(queue.worker(), "mail", 1);
    assertThat(claimed.batches()).hasSize(1);
    assertThat(awa("storage", "rotate").status()).isZero();
    long tried = queue.number("SELECT term FROM awa.leadership");
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Cli> waiting = thread.submit(() -> awa("storage", "prune", "--now", "--wait", "60s"));
      Eventually.holds(
          "it has tried", () -> queue.number("SELECT term FROM awa.leadership") > tried);
      Eventually.holds("the leader carries", () -> carry(queue) == Ring.Emptying.CARRIED);
      assertThat(waiting.get().out())
          .as(waiting.get().err())
          .isEqualTo("the leader emptied generation 0\ngeneration 1 stays:\n  it is current\n");
    }
  }

  private static Ring.Emptying carry(TestQueue queue) throws SQLException {
    Ring ring = queue.engine().ring();
    Ring.Generation oldest = new Ring.Generation(0, (short) 0);
    try (Connection tx = queue.begin()) {
      Ring.Emptying answer =
          queue
              .engine()
              .leadership()
              .lend(
                  tx,
                  Duration.ofSeconds(1),
                  lead -> ring.carry(tx, lead, oldest, Duration.ofSeconds(1)));
      if (answer == Ring.Emptying.CARRIED) {
        tx.commit();
      } else {
        tx.rollback();
      }
      return answer;
    }
  }

  @Test
  void settingsAreSetWithUnits() {
    Cli set =
        awa(
            "storage",
            "set",
            "--rotate-after",
            "90s",
            "--rotate-bytes",
            "64MiB",
            "--keep-bytes",
            "1GiB",
            "--keep-dead-letters",
            "7d");
    assertThat(set.status()).isZero();
    assertThat(set.out())
        .isEqualTo(
            """
            keep_bytes is 1.0 GiB, was 4.0 GiB
            keep_dead_letters is 7d, was 30d
            rotate_after is 90s, was 5m
            rotate_bytes is 64.0 MiB, was 256.0 MiB

            rotate after       90s
            rotate bytes       64.0 MiB
            keep history       1h
            keep bytes         1.0 GiB
            keep failed        3d
            keep dead letters  7d
            keep audit         90d
            """);
    Cli days = awa("storage", "set", "--keep-failed", "3 days");
    assertThat(days.err())
        .startsWith("error: Invalid value for option '--keep-failed'")
        .contains("or ISO (PT1H30M), got 3 days");
    assertThat(days.status()).isEqualTo(2);
    assertThat(awa("storage", "set", "--rotate-bytes", "1k").err()).contains("expected bytes");
    assertThat(awa("storage", "status", "--lanes", "-1").err())
        .startsWith("error: --lanes: must be at least 0, got -1");
    assertThat(awa("storage", "set", "--rotate-bytes", "1").err())
        .startsWith("error: --rotate-bytes: must be 1048576 to");
    Cli kept = awa("storage", "set", "--keep-failed", "4d", "--by", "ann", "--json");
    assertThat(kept.json().get("settings").get("keep_dead_letters").asString()).isEqualTo("PT168H");
    assertThat(kept.json().get("changed").get(0).get("before").asString()).isEqualTo("PT72H");
    assertThat(awa("storage", "set", "--keep-failed", "5d").out())
        .containsPattern("^keep_failed is 5d, was 4d, changed by ann at ")
        .contains("keep failed        5d");
    assertThat(awa("storage", "history").out()).containsPattern("ann +keep_failed +3d +4d");
    assertThat(awa("storage", "history", "--limit", "1", "--json").json().get(0).get("after"))
        .hasToString("\"PT120H\"");
  }

  @Test
  void aRestoredQueueIsRebased() throws Exception {
    enqueue();
    sql("UPDATE awa.storage_state SET xid_high_water = '2000000000'");
    assertThat(awa("migrate").err())
        .contains("was written in another cluster", "awa storage rebase");
    sql("INSERT INTO awa.workers (id, name) VALUES (7, 'w')");
    sql("INSERT INTO awa.beats (worker_id, timeline) VALUES (7, '')");
    assertThat(awa("storage", "rebase").err()).contains("workers are alive: w (7, silent for");
    sql("DELETE FROM awa.workers");
    assertThat(awa("storage", "rebase").out())
        .isEqualTo("written anew: 2 waiting runs, 0 that were claimed\n");
    assertThat(awa("migrate").status()).isZero();
  }

  @Test
  void strayKeysAreLetGo() throws Exception {
    sql("INSERT INTO awa.unique_keys (unique_key, job_id) VALUES ('\\xabcd', 4711)");
    assertThat(awa("storage", "let-go-stray-keys").out())
        .isEqualTo("looked at 1 unique keys, let go of 1\n  abcd was held by 4711\n");
    sql("INSERT INTO awa.unique_keys (unique_key, job_id) VALUES ('\\xabcd', 4711)");
    var answer = awa("storage", "let-go-stray-keys", "--json").json();
    assertThat(answer.get("let_go").asInt()).isEqualTo(1);
    assertThat(answer.get("first").get(0).get("holder").asInt()).isEqualTo(4711);
    assertThat(awa("storage", "let-go-stray-keys").out())
        .isEqualTo("looked at 0 unique keys, let go of 0\n");
  }

  @Test
  void theCountersAreMadeAnew() throws Exception {
    enqueue();
    sql("UPDATE awa.storage_state SET counters_trusted_at = NULL");
    assertThat(awa("storage", "status").out())
        .contains("counters           not trusted; see: awa storage rebuild-terminal-counters");
    assertThat(awa("storage", "rebuild-terminal-counters").out())
        .startsWith("counters are trusted since 2");
    assertThat(awa("storage", "status").out()).contains("counters           trusted since 2");
    assertThat(
            awa("storage", "rebuild-terminal-counters", "--json")
                .json()
                .get("counters_trusted_at")
                .asString())
        .startsWith("2");
    assertThat(awa("storage", "rebuild-terminal-counters", "--wait", "0s").err())
        .startsWith("error: --wait: must be at least 1s, got 0s");
  }
}
