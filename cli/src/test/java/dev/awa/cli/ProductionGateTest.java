package dev.awa.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.cli.database.Context;
import dev.awa.cli.database.Contexts;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.UsageFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Nothing changes production by accident. */
final class ProductionGateTest {
  /** Commands that change something, or start something that does. */
  private static final Set<String> CHANGES =
      Set.of(
          "dead-letters move",
          "dead-letters purge",
          "dead-letters retry",
          "demo",
          "enqueue",
          "job cancel",
          "job delete",
          "job edit",
          "kind set",
          "maintain",
          "migrate",
          "operation stop",
          "operation submit",
          "queue drain",
          "queue pause",
          "queue purge",
          "queue resume",
          "queue set",
          "queue split",
          "schedule add",
          "schedule adopt",
          "schedule delete",
          "schedule pause",
          "schedule restore",
          "schedule resume",
          "schedule retire",
          "schedule trigger",
          "serve",
          "storage let-go-stray-keys",
          "storage prune",
          "storage rebase",
          "storage rebuild-terminal-counters",
          "storage rotate",
          "storage set",
          "tick",
          "view delete",
          "view rename",
          "view save",
          "work");

  private final StringWriter err = new StringWriter();

  private static Set<String> all(CommandLine line) {
    Set<String> names = new TreeSet<>();
    for (CommandLine command : line.getSubcommands().values()) {
      boolean isLeaf = command.getSubcommands().isEmpty();
      if (isLeaf || command.getCommandSpec().mixins().containsKey("target")) {
        names.add(ProductionGate.name(command.getCommandSpec()));
      }
      names.addAll(all(command));
    }
    return names;
  }

  private static final Context STAGING =
      new Context("staging", "postgres://me:secret@db/test", "awa", false);

  private void gate(boolean production, String... arguments) {
    Context context = new Context("prod", "postgres://me:secret@db/shop", "awa", production);
    gate(Map.of("AWA_CONTEXT", "prod"), Map.of("prod", context), arguments);
  }

  private void gate(
      Map<String, String> environment, Map<String, Context> contexts, String... arguments) {
    CommandLine line = Main.line(new Main()).setErr(new PrintWriter(err, true));
    CommandLine.ParseResult result = line.parseArgs(arguments);
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    CommandLine.Model.CommandSpec command = result.commandSpec();
    command.commandLine().setErr(new PrintWriter(err, true));
    Target target =
        command.mixins().values().stream()
            .map(CommandLine.Model.CommandSpec::userObject)
            .filter(Target.class::isInstance)
            .map(Target.class::cast)
            .findFirst()
            .orElseThrow();
    target.settle(false, environment, () -> new Contexts(Path.of("config.toml"), contexts, null));
    ProductionGate.require(result, target);
  }

  @Test
  void everyCommandLooksOrChanges() {
    Set<String> known = new TreeSet<>(CHANGES);
    known.addAll(ProductionGate.LOOKS);
    assertThat(known).hasSize(CHANGES.size() + ProductionGate.LOOKS.size());
    assertThat(all(Main.line(new Main()))).isEqualTo(known);
  }

  @Test
  void aLookAtProductionIsFree() {
    gate(true, "queue", "list");
    gate(true, "operation", "preview", "cancel", "queue:q");
    gate(true, "queue", "purge", "q", "--preview");
    gate(true, "job", "cancel", "--queue", "q", "--preview");
    gate(true, "migrate", "--sql");
    gate(true, "schedule", "plan", "shop", "-", "--revision", "1");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aPlanThatIsAppliedIsAChange() {
    assertThatThrownBy(
            () -> gate(true, "schedule", "plan", "shop", "-", "--revision", "1", "--apply"))
        .hasMessageContaining("awa schedule plan changes production");
  }

  @Test
  void aContextThatIsNotThereIsToldInWordsAndHelpIsGivenAllTheSame() {
    Cli nowhere = Cli.run("queue", "list", "--context", "nowhere");
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).startsWith("error: there is no context \"nowhere\"");
    assertThat(Cli.run("queue", "list", "--context", "nowhere", "--json").err())
        .startsWith("{")
        .contains("there is no context");
    Cli help = Cli.run("queue", "purge", "--context", "nowhere", "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).startsWith("Usage: awa queue purge");
  }

  @Test
  void aChangeOfProductionIsConfirmedByItsName() {
    for (String confirm : Set.of("", "--confirm=staging", "--confirm=PROD")) {
      String[] words = ("queue pause q " + confirm).strip().split(" ");
      assertThatThrownBy(() -> gate(true, words))
          .isInstanceOf(UsageFailure.class)
          .hasMessage(
              "awa queue pause changes production: prod: me at jdbc:postgresql://db:5432/shop,"
                  + " schema awa; nothing was done: if you mean it add --confirm prod");
    }
    gate(true, "queue", "pause", "q", "--confirm", "prod");
    assertThat(err.toString())
        .isEqualTo(
            "awa queue pause changes production: prod: me at jdbc:postgresql://db:5432/shop, schema"
                + " awa\n");
  }

  @Test
  void whoHasSeveralContextsSaysWhichOneAChangeIsFor() {
    Map<String, String> shell = Map.of("DATABASE_URL", "postgres://me:secret@db/test");
    Context production = new Context("prod", "postgres://me:secret@db/shop", "awa", true);
    Map<String, Context> two = new TreeMap<>(Map.of("prod", production, "staging", STAGING));
    for (String change :
        List.of("queue pause q", "queue purge q --yes", "work --queue q --exec true", "migrate")) {
      assertThatThrownBy(() -> gate(shell, two, change.split(" ")))
          .as(change)
          .isInstanceOf(UsageFailure.class)
          .hasMessageStartingWith("awa " + change.replaceAll(" (q|--).*", ""))
          .hasMessageContaining("several contexts (prod, staging)")
          .hasMessageContaining("add --context NAME, or --database-url URL")
          .hasMessageNotContaining("secret");
    }
    gate(shell, two, "queue", "list");
    gate(shell, two, "queue", "purge", "q", "--preview");
    gate(shell, two, "queue", "pause", "q", "--context", "staging");
    gate(shell, two, "queue", "pause", "q", "--database-url", "postgres://me@db/test");
    gate(Map.of("DATABASE_URL", "x", "AWA_CONTEXT", "staging"), two, "queue", "pause", "q");
    gate(shell, Map.of("staging", STAGING), "queue", "pause", "q");
    gate(shell, Map.of(), "queue", "pause", "q");
  }

  /** A file that can't be read keeps nobody from a look. */
  @Test
  void theContextsAreReadForAChangeAlone() throws Exception {
    CommandLine line = Main.line(new Main());
    CommandLine.ParseResult look = line.parseArgs("queue", "list").subcommand().subcommand();
    Target target = (Target) requireNonNull(look.commandSpec().mixins().get("target")).userObject();
    target.settle(
        false,
        Map.of("DATABASE_URL", "postgres://me@db/test"),
        () -> {
          throw new UsageFailure("the file is broken");
        });
    ProductionGate.require(look, target);
    assertThatThrownBy(target::unsaid).hasMessage("the file is broken");
  }

  @Test
  void anotherContextIsNotAskedFor() {
    gate(false, "queue", "purge", "q", "--yes");
    assertThat(err.toString()).isEmpty();
  }
}
