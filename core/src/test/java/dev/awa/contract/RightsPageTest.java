package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.Health;
import dev.awa.client.Awa;
import dev.awa.lab.Page;
import dev.awa.support.Roles;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/rights.md says which call each role may make, and every public call is made as
 * every role. The page is what is expected; to write what was found: {@code
 * -Dawa.page.update=true}.
 */
@Tag("every-postgres")
final class RightsPageTest {
  private static final Page PAGE = Page.of("docs/reference/rights.md");

  /** What a refused call says of whose rights it needs. */
  private static final Pattern TOLD =
      Pattern.compile("(?:that|What) an? (\\w+) needs|(Only the owner)|(CREATEROLE)");

  private final Roles roles = new Roles();
  private final Set<String> wrong = new TreeSet<>();

  RightsPageTest() throws SQLException {}

  /** Whether each role may, by the order of the duties, and what the others are told. */
  private record Found(List<String> may, String told) {}

  @Test
  void eachRoleMayMakeTheCallsThatThePageSays() throws SQLException {
    roles.migrate();
    for (Duty duty : Duty.values()) {
      if (duty != Duty.MIGRATOR) {
        roles.onDuty(duty);
      }
    }
    long id = Awa.of(roles.as("owner")).enqueue(TestQueue.job("mail", 1)).id();
    assertThat(id).as("the job that calls ask for").isEqualTo(1);
    Map<String, Found> found = new LinkedHashMap<>();
    for (EveryCall call : EveryCall.values()) {
      Found one = found(call);
      Found before = found.putIfAbsent(call.method(), one);
      assertThat(before == null ? one : before).as("%s, in each way", call.method()).isEqualTo(one);
    }
    StringBuilder text =
        new StringBuilder(
            "| call | producer | reader | operator | worker | migrator | others are told to need"
                + " |\n"
                + "| --- | --- | --- | --- | --- | --- | --- |\n");
    found.forEach((call, one) ->
        text.append(
            "| `" + call + "` | " + String.join(" | ", one.may()) + " | " + one.told() + " |\n"));
    assertThat(wrong).as("told to need another right than the roles before").containsOnly("");
    PAGE.has("calls", text.toString());
  }

  private Found found(EveryCall call) {
    List<String> may = new ArrayList<>();
    String told = "";
    for (Duty duty :
        List.of(Duty.PRODUCER, Duty.READER, Duty.WORKER, Duty.OPERATOR, Duty.MIGRATOR)) {
      String refusal =
          refusal(call, Awa.of(roles.as(duty == Duty.MIGRATOR ? "owner" : duty.toString())));
      may.add(refusal.isEmpty() ? "yes" : "");
      if (!refusal.isEmpty()) {
        wrong.add(
            told.isEmpty() || told.equals(refusal) ? "" : call + " as " + duty + " " + refusal);
        told = refusal;
      }
    }
    may.add(
        2, may.remove(3)); // the operator is asked after the worker, who must find what it changes
    return new Found(may, told);
  }

  /** Whose rights the call is refused for; empty when it is not refused. */
  private static String refusal(EveryCall call, Awa awa) {
    try {
      if (call == EveryCall.HEALTH) {
        return told(unhealthy(awa.health(Duration.ofSeconds(9))));
      }
      call.on(awa);
      return "";
    } catch (AwaException e) {
      String message = String.valueOf(e.getMessage());
      assertThat(message).as("%s", call).contains("42501");
      String told = told(message);
      assertThat(told).as("whose rights: %s", message).isNotEmpty();
      return told;
    }
  }

  /** It answers in any case. */
  private static String unhealthy(Health health) {
    return health.toString().contains("42501") ? health.toString() : "";
  }

  private static String told(String message) {
    return TOLD.matcher(message).results().findFirst().map(RightsPageTest::duty).orElse("");
  }

  private static String duty(MatchResult told) {
    if (told.group(1) != null) {
      return told.group(1);
    }
    return told.group(2) != null ? "the owner" : "`CREATEROLE`";
  }
}
