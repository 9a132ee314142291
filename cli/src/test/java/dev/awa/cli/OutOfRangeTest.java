package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A value that is read and out of its range is wrong usage too, whoever notices it. */
class OutOfRangeTest {
  private static final String CHANGES =
      "--priority=0, --priority=5, --priority=70000, --max-attempts=0, --max-attempts=1001,"
          + " --delay=3651d, --run-at=1960-01-01T00:00:00Z, --run-at=2999-01-01T00:00:00Z";
  private static final String ENQUEUED = "--priority=0, --max-attempts=1001, --max-attempts=-1";

  /** A call that is right, then values that make it wrong. */
  private static final List<String> CALLS =
      List.of(
          "job edit 1: " + CHANGES + ", --args={, --to-queue=",
          "dead-letters retry 1: " + CHANGES + ", --args=nonsense, --limit=0",
          "dead-letters retry queue:q: " + CHANGES,
          "dead-letters purge queue:q --yes: --limit=0, --limit=10001",
          "operation preview edit queue:q: " + CHANGES,
          "operation submit retry queue:q --reason r --yes: " + CHANGES + ", --reason=",
          "operation list: --limit=0, --before=x",
          "job list: --limit=0, --limit=10001, --before=x, --after=x",
          "dead-letters list: --limit=0, --limit=10001, --before=1",
          "schedule add s --cron @daily --kind k: "
              + ENQUEUED
              + ", --args={, --queue=, --kind=, --tag=, --zone=CET, --jitter=2d, --owner=,"
              + " --missed=catch_up_0, --start=tomorrow, --end=1, --args-version=0, --deadline=8d,"
              + " --mask=, --ordering-key=, --metadata=[1]",
          "schedule add s --kind k: --cron=99_*_*_*_*, --every=10ms, --every=4000d",
          "schedule list: --limit=0, --limit=1001",
          "schedule preview s: --next=0, --next=1001",
          "enqueue --kind k --file FILE: "
              + ENQUEUED
              + ", --args-version=0, --delay=3651d, --run-at=1960-01-01T00:00:00Z, --deadline=8d,"
              + " --tag=, --mask=, --ordering-key=, --metadata=[1], --queue=, --unique={\"key\":1},"
              + " --traceparent=x",
          "queue pause q: --until=2020-01-01T00:00:00Z, --until=0s, --reason=, --by=",
          "queue set q: --concurrency=0, --concurrency=1000001, --poll=1ms, --poll=2h,"
              + " --claim-size=0, --claim-size=513, --deadline=8d, --max-attempts=0,"
              + " --retry-delay=3651d, --longest-retry-delay=3651d, --keep-completed=3651d,"
              + " --keep-failed=3651d, --keep-dead-letters=3651d, --aging=3651d, --stripes=0,"
              + " --stripes=65, --reset=colour, --dead-letters=off",
          "queue set q --retry-delay 60s: --longest-retry-delay=59s",
          "queue history q: --limit=0, --limit=1001",
          "schedule history s: --limit=0, --limit=1001",
          "queue purges q: --limit=0, --limit=1001",
          "storage history: --limit=0, --limit=1001",
          "kind history k: --limit=0, --limit=1001",
          "kind set k: --keep-failed=3651d, --keep-dead-letters=3651d, --reset=colour",
          "doctor: --within=0s",
          "top --once: --every=1ms, --every=2h",
          "storage set: --rotate-after=1ms, --rotate-bytes=1B, --keep-history=-1s, --keep-bytes=-1,"
              + " --keep-failed=3651d, --keep-dead-letters=3651d, --keep-audit=3651d",
          "audit list: --limit=0, --older-than=x, --target=mail, --target=queue:",
          "view save v queue:mail: --by=",
          "storage status: --lanes=-1",
          "storage prune: --wait=-1s",
          "storage rebuild-terminal-counters: --wait=0s",
          "health: --within=0s",
          "stats: --since=0s, --since=3651d, --by=1ms, --by=91d, --queue=, --kind=",
          "tick: --within=1s",
          "serve: --port=70000, --longest-look=0s",
          "migrate --sql: --from=9",
          "work --queue q --exec true: --grace=-1s",
          "demo: --jobs=x");

  @TempDir static Path folder = Path.of("");

  private static String url = "";
  private static String file = "";

  @BeforeAll
  static void migrate() throws Exception {
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      url = connection.getMetaData().getURL() + "?user=" + connection.getMetaData().getUserName();
    }
    assertThat(Cli.run("migrate", "--database-url", url).status()).isZero();
    file = Files.writeString(folder.resolve("jobs.jsonl"), "{}\n").toString();
    assertThat(run("schedule add s --cron @daily", "--kind=k").status()).isZero();
  }

  private static Cli run(String call, String wrong) {
    List<String> words = new ArrayList<>(List.of(call.replace("FILE", file).split(" ")));
    words.add(wrong.replace('_', ' '));
    if (!call.startsWith("demo") && !call.startsWith("migrate")) {
      words.addAll(List.of("--database-url", url));
    }
    return Cli.run(words.toArray(String[]::new));
  }

  @Test
  void isWrongUsageWhicheverTheCommand() {
    List<String> found = new ArrayList<>();
    for (String each : CALLS) {
      String call = each.substring(0, each.lastIndexOf(": "));
      for (String wrong : each.substring(each.lastIndexOf(": ") + 2).split(", ", -1)) {
        Cli answer = run(call, wrong);
        if (answer.status() != 2 || !answer.err().startsWith("error: ")) {
          found.add("awa " + call + " " + wrong + ": " + answer);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** As the option is called, not as the library calls the field. */
  @Test
  void namesTheOption() {
    assertThat(run("job edit 1", "--max-attempts=0").err())
        .startsWith("error: --max-attempts: must be 1 to 1000, got 0\n");
    assertThat(run("dead-letters retry queue:q", "--priority=9").err())
        .startsWith("error: --priority: must be 1 to 4, got 9\n");
    assertThat(run("job list", "--limit=0").err()).startsWith("error: --limit: must be 1 to 10000");
    assertThat(run("queue set q", "--dead-letters=off").err()).contains("true or false, got off");
    assertThat(run("schedule preview s", "--next=0").err()).startsWith("error: --next: must be 1");
    assertThat(run("queue pause q", "--until=2020-01-01T00:00:00Z").err())
        .startsWith("error: --until: must be in the future");
  }

  /** So that no new option is left out of the list. */
  @Test
  void eachOptionWithARangeIsInTheList() {
    Set<String> missing = new TreeSet<>();
    leaves(Main.line(new Main()))
        .forEach(command -> {
          String name = command.getCommandSpec().qualifiedName().replaceFirst("^awa ", "");
          command.getCommandSpec().options().stream()
              .filter(OutOfRangeTest::hasRange)
              .map(option -> name + " " + option.longestName())
              .filter(option -> !isTried(option))
              .forEach(missing::add);
        });
    assertThat(missing).isEmpty();
  }

  private static Stream<CommandLine> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line)
        : line.getSubcommands().values().stream().flatMap(OutOfRangeTest::leaves);
  }

  private static boolean hasRange(OptionSpec option) {
    return option.arity().max() > 0
        && List.of(int.class, long.class, Integer.class, Long.class, Duration.class)
            .contains(option.type());
  }

  private static boolean isTried(String option) {
    String name = option.substring(0, option.lastIndexOf(' ')) + " ";
    String word = option.substring(option.lastIndexOf(' ') + 1) + "=";
    return CALLS.stream()
        .filter(call -> call.replace(":", " ").startsWith(name))
        .anyMatch(
            call -> Arrays.asList(call.split("[ ,]+")).stream().anyMatch(w -> w.startsWith(word)));
  }
}
