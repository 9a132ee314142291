package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.schedule.StoredSchedule;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;

final class ScheduleCommandTest {
  private final TestQueue queue = TestQueue.create();

  @TempDir Path folder = Path.of("");

  private Cli awa(String... arguments) {
    PGSimpleDataSource database = (PGSimpleDataSource) queue.dataSource();
    String url =
        "postgres://%s@localhost:%d/%s"
            .formatted(
                database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
    List<String> words = new ArrayList<>(List.of("schedule"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--database-url", url));
    return Cli.run(words.toArray(String[]::new));
  }

  private Cli done(String... arguments) {
    Cli answer = awa(arguments);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.status()).isZero();
    return answer;
  }

  private String state(String name) {
    return done("show", name, "--json").json().get("state").asString();
  }

  @Test
  void aScheduleIsMadeLookedAtSteeredAndDeleted() {
    String[] add = {
      "add", "report", "--cron", "30 2 * * *", "--zone", "Europe/Berlin", "--kind", "k"
    };
    assertThat(done(add).out())
        .contains("schedule \"report\" fires by 30 2 * * * in Europe/Berlin")
        .containsPattern("it fires next at \\d{4}-.*:30:00\\.000Z")
        .contains("no worker leads now, and nothing fires meanwhile");
    assertThat(done("list").out()).contains("NEXT", "active", "30 2 * * *", "people", "report");
    assertThat(done("list", "--json").json().get("schedules").get(0).get("next_at").asString())
        .endsWith("Z");
    assertThat(done("list", "--owner", "nobody", "--json").json().get("schedules")).isEmpty();
    assertThat(done("show", "report").out()).contains("zone          Europe/Berlin");
    Cli preview = done("preview", "report", "--next", "400", "--json");
    assertThat(preview.json().get("times")).hasSize(400);
    assertThat(preview.out()).contains("clocks jump over the planned time");

    Cli spring = done("preview", "report", "--next", "1", "--from", "2026-03-28T12:00:00Z");
    assertThat(spring.out()).contains("2026-03-29T01:00:00.000Z").contains("clocks jump");

    Cli again = done("add", "again", "--cron", "0 3 * * *", "--kind", "k", "--jitter", "5m");
    assertThat(again.out()).doesNotContain("it was there");
    JsonNode changed = done("add", "again", "--cron", "0 4 * * *", "--kind", "k", "--json").json();
    assertThat(changed.get("verdict").asString()).isEqualTo("CHANGE");
    assertThat(changed.get("words").asString())
        .isEqualTo("expression 0 3 * * * -> 0 4 * * *, jitter PT5M -> PT0S");
    assertThat(done("add", "again", "--cron", "0 4 * * *", "--kind", "k").out())
        .contains("it was there: nothing is other");
    done("delete", "again");
    done("pause", "report", "--reason", "holidays", "--by", "jo");
    assertThat(done("show", "report").out()).contains("jo").contains("holidays");
    assertThat(state("report")).isEqualTo("paused");
    assertThat(done("pause", "report", "--reason", "storm").out())
        .containsPattern("before, it was paused since .* by jo: holidays");
    assertThat(done("resume", "report").out()).containsPattern("it was paused since .*: storm");
    assertThat(done("resume", "report").out()).contains("it was not paused");
    assertThat(state("report")).isEqualTo("active");
    long job = done("trigger", "report", "--json").json().get("job_id").asLong();
    assertThat(done("show", "report").out()).contains("triggered", "" + job);
    assertThat(done("adopt", "report", "shop", "--json").json().get("before").asString())
        .isEqualTo("people");
    done("retire", "report");
    assertThat(state("report")).isEqualTo("retired");
    assertThat(done("restore", "report").out())
        .containsPattern("it fires next at \\d{4}-.*:30:00\\.000Z")
        .contains("no worker leads now");
    assertThat(state("report")).isEqualTo("active");
    done("delete", "report");
    for (String verb :
        List.of("show", "preview", "resume", "trigger", "retire", "restore", "delete")) {
      Cli missing = awa(verb, "report");
      assertThat(missing.status()).as(verb).isEqualTo(1);
      assertThat(missing.err()).contains("there is no schedule \"report\"");
    }
  }

  @Test
  void whatIsWrongIsToldBeforeTheDatabaseIsAsked() {
    String[][] wrong = {
      {"add", "a", "--cron", "0 0 31 2 *", "--kind", "k"},
      {"add", "a", "--cron", "@daily", "--zone", "UTC+2", "--kind", "k"},
      {"add", "a", "--cron", "@daily", "--every", "5m", "--kind", "k"},
      {"add", "a", "--kind", "k"},
      {"add", "a", "--every", "10ms", "--kind", "k"},
      {"add", "a", "--every", "5m", "--missed", "often", "--kind", "k"},
      {"add", "a", "--every", "5m", "--overlap", "often", "--kind", "k"},
      {"add", "a", "--every", "5m", "--start", "tomorrow", "--kind", "k"},
      {"pause", "a"}
    };
    for (String[] words : wrong) {
      Cli answer = awa(words);
      assertThat(answer.status()).as(String.join(" ", words)).isEqualTo(2);
    }
    assertThat(done("list", "--json").json().get("schedules")).isEmpty();
  }

  @Test
  void timesAreWordsForPeopleAndIsoForMachines() {
    done("add", "late", "--cron", "@daily", "--kind", "k", "--jitter", "90s");
    assertThat(done("show", "late").out()).contains("jitter        90s");
    assertThat(done("show", "late", "--json").json().get("jitter").asString()).isEqualTo("PT1M30S");
  }

  @Test
  void anOwnerIsRetiredAndRestoredAsAWhole() {
    done("add", "a", "--cron", "@daily", "--kind", "k", "--owner", "shop");
    done("add", "b", "--cron", "@daily", "--kind", "k", "--owner", "shop");
    done("add", "c", "--cron", "@daily", "--kind", "k", "--owner", "bank");
    assertThat(done("retire", "--owner", "shop").out())
        .contains("schedule \"a\" is retired", "2 schedules of \"shop\" are retired");
    assertThat(state("b")).isEqualTo("retired");
    assertThat(state("c")).isEqualTo("active");
    JsonNode restored = done("restore", "--owner", "shop", "--json").json();
    assertThat(restored.get("schedules")).hasSize(2);
    assertThat(state("b")).isEqualTo("active");
    assertThat(awa("retire", "--owner", "nobody").status()).isEqualTo(1);
    assertThat(awa("retire").status()).isEqualTo(2);
    assertThat(awa("retire", "a", "--owner", "shop").status()).isEqualTo(2);
  }

  @Test
  void whatItsOwnerDoesNotDeclareIsWarnedOf() {
    queue.awa().schedules().declare("shop", "1");
    String[] add = {"add", "hand", "--every", "1h", "--kind", "k", "--owner", "shop"};
    String warning =
        "owner \"shop\" declares its schedules, and not this one: it is retired after 10m";
    assertThat(awa(add).err()).contains("note: " + warning);
    assertThat(
            done("add", "other", "--every", "1h", "--kind", "k", "--owner", "shop", "--json")
                .json()
                .get("warnings")
                .get(0)
                .asString())
        .startsWith(warning);
    assertThat(awa("add", "free", "--every", "1h", "--kind", "k").err()).doesNotContain("declares");
  }

  @Test
  void aKindThatNoLivingWorkerHandlesIsWarnedOf() throws Exception {
    queue.worker();
    queue.sql("UPDATE awa.workers SET kinds = '{other}'");
    String[] add = {"add", "typo", "--cron", "@daily", "--queue", "q", "--kind", "sned"};
    String warning = "no living worker of queue \"q\" has a handler for kind \"sned\"";
    assertThat(awa(add).err()).contains(warning);
    assertThat(awa("list").err()).contains("note: " + warning);
    assertThat(done("show", "typo").out()).contains("warning       " + warning);
    assertThat(awa("preview", "typo").err()).contains(warning);
    for (JsonNode json :
        List.of(
            done("list", "--json").json().get("schedules").get(0),
            done("show", "typo", "--json").json(),
            done("preview", "typo", "--json").json())) {
      assertThat(json.get("warning").asString()).startsWith(warning);
    }
    queue.sql("UPDATE awa.workers SET kinds = '{*}'");
    assertThat(done("list", "--json").json().get("schedules").get(0).get("warning").isNull())
        .isTrue();
  }

  @Test
  void aListHasPages() {
    for (String name : List.of("a", "it's b", "c")) {
      done("add", name, "--cron", "@daily", "--kind", "k");
    }
    assertThat(done("list").out()).doesNotContain("more:");
    assertThat(done("list", "--limit", "2").out()).contains("more: --after 'c'");
    JsonNode last = done("list", "--limit", "2", "--after", "c", "--json").json();
    assertThat(last.get("schedules")).hasSize(1);
    assertThat(last.get("schedules").get(0).get("name").asString()).isEqualTo("it's b");
    assertThat(last.get("next").isNull()).isTrue();
    assertThat(done("list", "--limit", "1", "--after", "c").out()).doesNotContain("more:");
    done("add", "z", "--cron", "@daily", "--kind", "k");
    assertThat(done("list", "--limit", "1", "--after", "c").out())
        .contains("more: --after 'it'\\''s b'");
  }

  @Test
  void aPlanShowsWhatADeploymentWouldDo() throws IOException {
    Path file = folder.resolve("schedules.json");
    Files.writeString(
        file,
        """
        [{"name": "a", "cron": "0 3 * * *", "kind": "k", "args": {"n": 1}},
         {"name": "b", "every": "PT5M", "kind": "k", "overlap": "skip", "missed": "catch_up 3"}]
        """);
    String[] plan = {"plan", "shop", file.toString(), "--revision", "1"};
    assertThat(done(plan).out()).contains("add", "a", "b");
    assertThat(done("list", "--json").json().get("schedules")).isEmpty();
    String[] apply = {"plan", "shop", file.toString(), "--revision", "1", "--apply", "--json"};
    assertThat(done(apply).json().get("changes").get(0).get("verdict").asString()).isEqualTo("add");
    assertThat(done("show", "b", "--json").json().get("missed").asString()).isEqualTo("catch_up 3");
    Files.writeString(file, "[{\"name\": \"a\", \"cron\": \"0 4 * * *\", \"kind\": \"k\"}]");
    plan[4] = "2";
    assertThat(done(plan).out())
        .contains("expression 0 3 * * * -> 0 4 * * *, arguments", "retire", "after PT10M");
    JsonNode shop = done("owners", "--json").json().get(0);
    assertThat(shop.get("owner").asString()).isEqualTo("shop");
    assertThat(shop.get("revisions").get(0).get("revision").asString()).isEqualTo("1");
    assertThat(shop.get("retiring")).isEmpty();
    done("plan", "shop", file.toString(), "--revision", "2", "--apply");
    assertThat(done("owners").out())
        .startsWith("owner \"shop\": 2 schedules, 0 retired; what is no longer declared is retired")
        .containsPattern("\n2 .* - +1\n1 .*Z +2\n")
        .contains("schedule \"b\" retires at ");
    Files.writeString(file, "[{\"nmae\": \"a\"}]");
    Cli mistyped = awa(plan);
    assertThat(mistyped.status()).isEqualTo(2);
    assertThat(mistyped.err()).contains("schedule 1: nmae: there is no such field");
  }

  /** Those of the file and those of the command are the same. */
  @Test
  void aScheduleByHandOrFromAFileHasAllThatAJobHas() throws IOException {
    Path file = folder.resolve("all.json");
    Files.writeString(
        file,
        """
        [{"name": "file", "cron": "@daily", "kind": "k", "args": {"pin": 1}, "version": 3,
          "masked": ["pin"], "tags": ["a", "b"], "metadata": {"tenant": "t"},
          "deadline": "PT30S", "ordering_key": "o"}]
        """);
    done("plan", "shop", file.toString(), "--revision", "1", "--apply");
    String[] job = {
      "--args-version=3",
      "--mask=pin",
      "--tag=a",
      "--tag=b",
      "--metadata={\"tenant\": \"t\"}",
      "--deadline=30s",
      "--ordering-key=o"
    };
    List<String> add =
        new ArrayList<>(
            List.of("add", "hand", "--cron", "@daily", "--kind", "k", "--args", "{\"pin\": 1}"));
    add.addAll(List.of(job));
    done(add.toArray(String[]::new));
    StoredSchedule byFile = queue.awa().schedules().find("file").orElseThrow();
    StoredSchedule byHand = queue.awa().schedules().find("hand").orElseThrow();
    assertThat(byFile.ext())
        .contains("pin", "\"a\"", "\"b\"", "tenant", "30000", "ordering_key", "version")
        .isEqualTo(byHand.ext());
    assertThat(byFile.args()).contains("***").isEqualTo(byHand.args());
    for (String wrong :
        List.of("\"tags\": \"a\"", "\"metadata\": 1", "\"deadline\": \"soon\"", "\"version\": 0")) {
      Files.writeString(
          file, "[{\"name\": \"a\", \"cron\": \"@daily\", \"kind\": \"k\", " + wrong + "}]");
      Cli refused = awa("plan", "shop", file.toString(), "--revision", "2");
      assertThat(refused.status()).as(wrong).isEqualTo(2);
    }
  }
}
