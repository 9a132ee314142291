package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Duty;
import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.lab.Page;
import dev.awa.support.Roles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/**
 * docs/reference/rights.md says which command each role may give, and every command is given as
 * every role. To write what was found: {@code -Dawa.page.update=true}.
 */
class CommandRightsTest {
  private static final Page PAGE = Page.of("docs/reference/rights.md");

  /** One of each command. What a command does not find is no matter: it was allowed to look. */
  private static final List<String> COMMANDS =
      List.of(
          "migrate",
          "enqueue --queue q --kind k --file FILE",
          "tick --within 5s",
          "health",
          "doctor",
          "top --once",
          "roles --check",
          "stats --by 5m",
          "queue list",
          "queue stats q",
          "queue pause q",
          "queue resume q",
          "queue split q 2",
          "queue drain none",
          "queue purge none --yes",
          "queue set q --concurrency 5",
          "queue show q",
          "queue history q",
          "queue purges q",
          "worker list",
          "kind list",
          "kind set k --keep-failed 30d",
          "kind show k",
          "kind history k",
          "job list",
          "job show 1",
          "job cancel 1",
          "job edit 1 --priority 1",
          "job delete 1",
          "dead-letters list",
          "dead-letters move 1",
          "dead-letters retry 1",
          "dead-letters purge 1",
          "operation preview cancel queue:none",
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
          "schedule plan o PLAN --revision 1",
          "schedule add t --every 5m --kind k",
          "schedule pause s --reason r",
          "schedule resume s",
          "schedule trigger s",
          "schedule adopt s o",
          "schedule retire s",
          "schedule restore s",
          "schedule delete s",
          "audit list",
          "view list",
          "view save v queue:mail",
          "view rename v w",
          "view delete w",
          "storage status",
          "storage rotate",
          "storage prune",
          "storage set --keep-dead-letters 1d",
          "storage history",
          "storage rebase",
          "storage rebuild-terminal-counters",
          "storage let-go-stray-keys");

  /** They run until somebody ends them, or need no database. */
  private static final Set<String> OTHERS =
      Set.of(
          "completion",
          "context list",
          "context show",
          "demo",
          "grants",
          "help",
          "maintain",
          "man",
          "serve hash",
          "version",
          "work");

  @TempDir Path folder = Path.of("");

  private final Roles roles = new Roles();

  CommandRightsTest() throws SQLException {}

  @Test
  void eachRoleMayGiveTheCommandsThatThePageSays() throws Exception {
    Path jobs = Files.writeString(folder.resolve("jobs.jsonl"), "{}\n");
    Path plan = Files.writeString(folder.resolve("plan.json"), "[]");
    roles.migrate();
    for (Duty duty : Duty.values()) {
      if (duty != Duty.MIGRATOR) {
        roles.onDuty(duty);
      }
    }
    Awa.of(roles.as("owner")).enqueue(Job.of("k", Map.of()).withQueue("mail"));
    StringBuilder text =
        new StringBuilder(
            """
            | command | producer | reader | operator | worker | migrator |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (String command : COMMANDS) {
      List<String> may = new ArrayList<>();
      for (Duty duty :
          List.of(Duty.PRODUCER, Duty.READER, Duty.WORKER, Duty.OPERATOR, Duty.MIGRATOR)) {
        Cli answer =
            awa(duty, command.replace("FILE", jobs.toString()).replace("PLAN", plan.toString()));
        assertThat(answer.status()).as("%s: %s", command, answer).isNotEqualTo(2);
        may.add(isRefused(answer) ? "" : "yes");
      }
      may.add(
          2, may.remove(3)); // the operator comes after the worker, who must find what it changes
      text.append("| `awa " + name(command) + "` | " + String.join(" | ", may) + " |\n");
    }
    PAGE.has("commands", text.toString());
  }

  private Cli awa(Duty duty, String command) {
    PGSimpleDataSource role = roles.as(duty == Duty.MIGRATOR ? "owner" : duty.toString());
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.addAll(
        List.of(
            "--database-url",
            "host=localhost port="
                + role.getPortNumbers()[0]
                + " user="
                + role.getUser()
                + " dbname="
                + role.getDatabaseName()));
    return Cli.run(words.toArray(String[]::new));
  }

  private static boolean isRefused(Cli answer) {
    String said = answer.err() + answer.out();
    return said.contains("42501") || said.contains("lacks rights on schema");
  }

  /** The words of a call that are its name: up to the first that is a value. */
  private static String name(String command) {
    Set<String> known = names();
    String[] words = command.split(" ", -1);
    String two = words.length > 1 ? words[0] + " " + words[1] : words[0];
    return known.contains(two) ? two : words[0];
  }

  @Test
  void everyCommandIsGiven() {
    Set<String> given = new TreeSet<>(OTHERS);
    COMMANDS.forEach(command -> given.add(name(command)));
    assertThat(names()).isEqualTo(given);
  }

  private static Set<String> names() {
    Map<String, CommandLine> names = new TreeMap<>();
    leaves(Main.line(new Main()))
        .forEach(leaf ->
            names.put(leaf.getCommandSpec().qualifiedName().replaceFirst("^awa ", ""), leaf));
    return names.keySet();
  }

  private static Stream<CommandLine> leaves(CommandLine line) {
    return line.getSubcommands().isEmpty()
        ? Stream.of(line)
        : line.getSubcommands().values().stream().flatMap(CommandRightsTest::leaves);
  }
}
