package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.cli.command.WorkCommand;
import dev.awa.lab.Eventually;
import dev.awa.lab.PgBouncer;
import dev.awa.lab.Programs;
import dev.awa.support.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/** The command behind PgBouncer, in each of its modes. Not run where it is not installed. */
class BehindPgBouncerTest {
  private static Path executable = Path.of("");

  @TempDir Path folder = Path.of("");

  private final PGSimpleDataSource server = (PGSimpleDataSource) TestServer.newDatabase();

  @BeforeAll
  static void look() {
    Optional<Path> installed = Programs.find("pgbouncer");
    assumeTrue(installed.isPresent(), "no PgBouncer is installed here");
    executable = installed.orElseThrow();
  }

  private static Cli awa(PgBouncer pooler, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--database-url";
    all[arguments.length + 1] = url(pooler);
    return Cli.run(all);
  }

  private static String url(PgBouncer pooler) {
    PGSimpleDataSource database = pooler.database();
    return "postgres://%s@127.0.0.1:%d/%s"
        .formatted(database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
  }

  private static long count(PgBouncer pooler, String state) {
    return awa(pooler, "queue", "stats", "q", "--json").json().get(state).asLong();
  }

  /** Twice each: what the first call leaves in a session the second finds. */
  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void everyCommandWorks(String mode) throws Exception {
    Path jobs = Files.writeString(folder.resolve("jobs.jsonl"), "{\"n\": 1}\n".repeat(20));
    List<String[]> commands =
        List.of(
            new String[] {"migrate"},
            new String[] {"enqueue", "--queue", "q", "--kind", "k", "--file", jobs.toString()},
            new String[] {"enqueue", "--queue", "q", "--kind", "other", "--file", jobs.toString()},
            new String[] {"queue", "pause", "q"},
            new String[] {"queue", "resume", "q"},
            new String[] {"queue", "set", "q", "--concurrency", "5"},
            new String[] {"queue", "show", "q"},
            new String[] {"queue", "history", "q"},
            new String[] {"queue", "purges", "q"},
            new String[] {"worker", "list"},
            new String[] {"top", "--once"},
            new String[] {"kind", "set", "k", "--keep-failed", "30d"},
            new String[] {"kind", "show", "k"},
            new String[] {"kind", "history", "k"},
            new String[] {"kind", "list"},
            new String[] {"tick", "--within", "5s"},
            new String[] {"queue", "list"},
            new String[] {"schedule", "add", "s", "--every", "5m", "--kind", "k"},
            new String[] {"schedule", "list"},
            new String[] {"schedule", "owners"},
            new String[] {"schedule", "show", "s"},
            new String[] {"schedule", "history", "s"},
            new String[] {"schedule", "preview", "s"},
            new String[] {"schedule", "pause", "s", "--reason", "r"},
            new String[] {"schedule", "resume", "s"},
            new String[] {"schedule", "adopt", "s", "o"},
            new String[] {"schedule", "retire", "s"},
            new String[] {"schedule", "restore", "s"},
            new String[] {"schedule", "delete", "s"},
            new String[] {"queue", "stats", "q"},
            new String[] {"stats", "--queue", "q"},
            new String[] {"job", "list", "--queue", "q"},
            new String[] {"job", "cancel", "--queue", "q", "--kind", "other"},
            new String[] {
              "operation", "submit", "edit", "queue:q", "--priority", "1", "--reason", "r", "--yes"
            },
            new String[] {"operation", "preview", "edit", "queue:q", "--priority", "1"},
            new String[] {"operation", "list"},
            new String[] {"audit", "list"},
            new String[] {"view", "save", "v", "queue:q"},
            new String[] {"view", "rename", "v", "w"},
            new String[] {"view", "list"},
            new String[] {"view", "delete", "w"},
            new String[] {"tick", "--within", "5s"},
            new String[] {"storage", "status"},
            new String[] {"storage", "rotate"},
            new String[] {"storage", "prune"},
            new String[] {"storage", "set", "--keep-history", "2h"},
            new String[] {"storage", "history"},
            new String[] {"storage", "rebase"},
            new String[] {"storage", "rebuild-terminal-counters"},
            new String[] {"storage", "let-go-stray-keys"},
            new String[] {"roles", "--apply", "--yes", "--prefix", "pooled_"},
            new String[] {"roles", "--check"});
    try (PgBouncer pooler = new PgBouncer(executable, folder, server, mode, "")) {
      for (int round = 0; round < 2; round++) {
        for (String[] command : commands) {
          Cli answer = awa(pooler, command);
          assertThat(answer.err()).as(String.join(" ", command)).isEmpty();
          assertThat(answer.status()).as(String.join(" ", command)).isZero();
        }
      }
      assertThat(awa(pooler, "doctor").out())
          .contains("looked at 17 of 17 things")
          .contains(
              mode.equals("session")
                  ? "NOTE  pooler: a pooler stands before the server"
                  : "WARNING  pooler: a pooler shares sessions between transactions");
      for (String id : List.of("1", "2")) {
        assertThat(awa(pooler, "job", "cancel", id).status()).isZero();
      }
      assertThat(awa(pooler, "dead-letters", "retry", "2").status()).isZero();
      assertThat(awa(pooler, "dead-letters", "retry", "--all").err()).isEmpty();
      assertThat(awa(pooler, "dead-letters", "purge", "1").status()).isZero();
      assertThat(awa(pooler, "dead-letters", "purge", "--all", "--yes").err()).isEmpty();
      assertThat(count(pooler, "available")).isEqualTo(39);
      work(pooler, 39);
    }
  }

  private static void work(PgBouncer pooler, int jobs) throws InterruptedException {
    WorkCommand work = new WorkCommand();
    CommandLine line = Main.line(work).setErr(new PrintWriter(new StringWriter()));
    Thread working =
        Thread.ofPlatform()
            .start(() ->
                line.execute("--queue", "q", "--exec", "true", "--database-url", url(pooler)));
    Eventually.holds("all are completed", () -> count(pooler, "completed") == jobs);
    work.interrupt();
    working.join();
  }

  @Test
  void statementModeIsRefusedInWords() throws IOException {
    try (PgBouncer pooler = new PgBouncer(executable, folder, server, "statement", "")) {
      for (String[] command :
          List.of(
              new String[] {"migrate"},
              new String[] {"queue", "list"},
              new String[] {"work", "--queue", "q", "--exec", "true"})) {
        Cli answer = awa(pooler, command);
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
            .contains("transaction blocks not allowed in statement pooling mode")
            .contains("It must be in transaction or session mode");
      }
    }
  }
}
