package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What no command understands, whichever it is: exit status 2, and words. */
class UsageTest {
  private static List<CommandLine> commands() {
    return leaves(Main.line(new Main())).toList();
  }

  private static Stream<CommandLine> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line)
        : line.getSubcommands().values().stream().flatMap(UsageTest::leaves);
  }

  private static Cli run(CommandLine command, String... more) {
    String path = command.getCommandSpec().qualifiedName().replaceFirst("^awa ", "");
    List<String> words = new ArrayList<>(List.of(path.split(" ")));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static void assertRefused(Cli answer, String what, String said) {
    assertThat(answer.status()).as(what).isEqualTo(2);
    assertThat(answer.err()).as(what).startsWith("error: " + said);
    assertThat(answer.out()).as(what).isEmpty();
  }

  /** As a server that is frozen: it is connected to by the system, and says nothing. */
  @Test
  @Timeout(60)
  void aServerThatSaysNothingIsNotWaitedFor() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "postgres://jo@127.0.0.1:" + silent.getLocalPort() + "/shop";
      Cli answer = Cli.run("health", "--within", "1s", "--database-url", url);
      assertThat(answer.status()).isEqualTo(1);
      assertThat(answer.out()).contains("down", "can't connect", "timed out");
    }
  }

  @Test
  void anUnknownOptionIsRefusedByEveryCommand() {
    assertThat(commands()).hasSizeGreaterThan(15);
    for (CommandLine command : commands()) {
      String name = command.getCommandSpec().qualifiedName();
      boolean asks =
          command.getCommandSpec().args().stream()
              .anyMatch(arg -> arg.required() && arg.group() == null);
      String said = asks ? "Missing required" : "Unknown option: '--nosuch'";
      assertRefused(run(command, "--nosuch"), name, said);
      assertRefused(run(command, "a", "b", "c"), name, "");
    }
  }

  @Test
  void aMistypedOptionDoesNotTellThePassword() {
    Cli answer = Cli.run("queue", "list", "--database", "postgres://jo:s3cret@localhost/name");
    assertRefused(answer, "--database", "Unknown options: '--database', 'postgres://jo:***@");
    assertThat(answer.err()).doesNotContain("s3cret");
    Cli json =
        Cli.run("queue", "list", "--json", "--database", "postgres://jo:s3cret@localhost/name");
    assertThat(json.err()).contains("jo:***@localhost").doesNotContain("s3cret");
  }

  @Test
  void helpAndVersionAreCommandsToo() {
    assertThat(Cli.run("help", "queue").out()).isEqualTo(Cli.run("queue", "--help").out());
    assertThat(Cli.run("help").out()).isEqualTo(Cli.run("--help").out());
    assertThat(Cli.run("help", "dead-letters", "retry").out())
        .isEqualTo(Cli.run("dead-letters", "retry", "--help").out())
        .contains("awa dead-letters retry");
    assertRefused(
        Cli.run("help", "queue", "lost"), "no such", "there is no command: awa queue lost");
    assertThat(Cli.run("version").out()).isEqualTo(Cli.run("--version").out());
    assertThat(Cli.run("version", "--json").json().get("version").asString()).startsWith("0.");
  }

  @Test
  void whatIsRequiredIsAskedFor() {
    int asked = 0;
    for (CommandLine command : commands()) {
      if (command.getCommandSpec().args().stream().anyMatch(ArgSpec::required)) {
        assertRefused(run(command), command.getCommandSpec().qualifiedName(), "Missing required");
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(5);
    for (String group : List.of("queue", "job", "storage")) {
      assertRefused(Cli.run(group), group, "Missing required subcommand");
    }
  }

  /** Whether its value is a number, a time, a size, a word of some: not any text. */
  private static boolean isRead(OptionSpec option) {
    return option.arity().max() > 0
        && !option.isMultiValue()
        && option.type() != String.class
        && option.type() != Path.class;
  }

  @Test
  void aValueOfAnotherFormIsRefused() {
    int refused = 0;
    for (CommandLine command : commands()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (isRead(option)) {
          String name = command.getCommandSpec().qualifiedName() + " " + option.longestName();
          assertRefused(
              run(command, option.longestName(), "x y"), name, "Invalid value for option");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(12);
  }

  @Test
  void timesAreWrittenAlikeEverywhereAndTheHelpSaysHow() {
    int times = 0;
    for (CommandLine command : commands()) {
      for (ArgSpec option : command.getCommandSpec().args()) {
        if (option.type() == Duration.class) {
          times++;
          assertThat(option.paramLabel()).isEqualTo("TIME");
          assertThat(run(command, "--help").out())
              .contains("TIME: a number and a unit (500ms, 90s, 5m, 2h, 7d), or ISO (PT1H30M).");
        }
      }
    }
    assertThat(times).isGreaterThan(7);
  }

  @Test
  void aValueThatIsTooLargeOrGoesWithNothingIsRefusedBeforeTheDatabaseIsAsked() {
    for (String wrong :
        List.of(
            "job list --limit 0",
            "job list --limit 20000",
            "job list --state lost",
            "job cancel",
            "job cancel 1 --queue q",
            "job cancel 1 --kind k",
            "storage status --lanes -1",
            "storage rebuild-terminal-counters --wait 0s",
            "migrate --from 1",
            "enqueue --kind k --file - --run-at tomorrow",
            "enqueue --kind k --file - --unique {\"arg\":true}",
            "enqueue --kind k --file - --metadata [1]",
            "work --queue mail:x --exec true",
            "work --queue mail:0 --exec true",
            "queue list --database-url nonsense",
            "queue list --database-url host=h&nosuch=1")) {
      Cli refused = Cli.run((wrong + " --json").split(" "));
      assertThat(refused.status()).as(wrong + refused.err()).isEqualTo(2);
      assertThat(refused.err()).as(wrong).startsWith("{").doesNotContain("try:");
    }
    assertThat(Cli.run("storage", "status", "--lanes", "-1").err())
        .isEqualTo("error: --lanes: must be at least 0, got -1\ntry: awa storage status --help\n");
  }

  @Test
  void whatCouldNotBeDoneHasStatusOne() {
    String nowhere = "host=127.0.0.1 port=1 user=u dbname=d";
    for (String command : List.of("queue list", "storage prune", "work --queue q --exec true")) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of("--database-url", nowhere));
      Cli failed = Cli.run(words.toArray(String[]::new));
      assertThat(failed.status()).as(command).isEqualTo(1);
      assertThat(failed.err()).startsWith("error: can't connect to ");
    }
  }

  @Test
  void aCommandThatIsNotThereIsNamedAndTheHelpIsPointedTo() {
    assertThat(Cli.run("xyzzy").err())
        .isEqualTo("error: there is no command: awa xyzzy\ntry: awa --help\n");
    assertThat(Cli.run("job", "5").err())
        .isEqualTo("error: there is no command: awa job 5\ntry: awa job --help\n");
    assertThat(Cli.run("queue", "lst").err())
        .startsWith("error: there is no command: awa queue lst\nDid you mean: queue list")
        .endsWith("try: awa queue --help\n");
  }

  @Test
  void anIdThatIsNoNumberIsRefusedWithoutTheWordsOfJava() {
    for (String id : List.of("abc", "1.5", "99999999999999999999")) {
      assertRefused(Cli.run("job", "show", id), id, "Invalid value for positional parameter");
      assertThat(Cli.run("job", "show", id).err())
          .contains("expected a whole number in range, got " + id + "\n");
    }
    assertThat(Cli.run("queue", "split", "q", "four").err())
        .contains("expected a whole number in range, got four\n");
  }

  @Test
  void theHelpShowsNoNameOfAField() {
    for (CommandLine command : commands()) {
      assertThat(run(command, "--help").out())
          .as(command.getCommandSpec().qualifiedName())
          .doesNotContainPattern("<[a-z]");
    }
  }

  @Test
  void aProgramThatIsNotThereIsToldBeforeAJobIsTaken() {
    Cli refused = Cli.run("work", "--queue", "q", "--exec", "./nosuch --fast");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("error: --exec: there is no ./nosuch (from /");
  }
}
