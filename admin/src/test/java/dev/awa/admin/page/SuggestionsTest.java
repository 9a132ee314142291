package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Descriptor;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the search field offers: names and values that are known, to whom may see them. */
final class SuggestionsTest {
  private static Site site;
  private static Worker worker;

  @BeforeAll
  static void begin() {
    site = new Site();
    Backoff backoff = Backoff.fixed(Duration.ofHours(1));
    worker =
        Worker.of(site.queue.dataSource())
            .queue("nobody enqueues here", 1)
            .describeKind("send_receipt", Descriptor.empty().withText("a receipt"))
            .handler("resend", RawJson.class, (args, context) -> Outcome.complete(), backoff)
            .start();
    site.awa()
        .enqueue(
            Job.of("secret_kind", Map.of())
                .withQueue("mail")
                .withTags("vip", "two words")
                .withDelay(Duration.ofHours(1)));
    site.awa().enqueue(Job.of("secret_kind", Map.of()).withQueue("billing"));
    for (int i = 0; i < 40; i++) {
      site.awa().enqueue(Job.of("secret_kind", Map.of()).withQueue("many-" + i));
    }
  }

  @AfterAll
  static void end() {
    worker.close();
    site.close();
  }

  private static HttpResponse<String> asked(String term, String token) {
    return site.get("/suggestions?term=" + Words.query(term), token);
  }

  private static List<String> offered(String term, String token) {
    HttpResponse<String> answer = asked(term, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    return Documents.JSON
        .readTree(answer.body())
        .valueStream()
        .map(one -> one.get("text").asString())
        .toList();
  }

  @Test
  void aBeginningOffersNamesOfConditions() {
    assertThat(offered("ki", Site.VIEW)).first().isEqualTo("kind:");
    assertThat(offered("fin", Site.VIEW)).startsWith("finished-after:", "finished-before:");
    assertThat(offered("", Site.VIEW)).contains("state:", "unique:").doesNotContain("args.");
    assertThat(offered("", Site.ADMINISTER)).contains("args.");
  }

  /** What is offered can be searched for: the grammar has it. */
  @Test
  void everyNameIsOneOfTheGrammar() {
    JsonNode all = Documents.JSON.readTree(asked("", Site.ADMINISTER).body());
    Set<String> names = new TreeSet<>();
    all.forEach(one -> names.add(one.get("text").asString().replaceAll("[.:].*", "")));
    String refusal = site.page("/jobs?q=colour%3Ared");
    for (String name : names) {
      assertThat(refusal).contains(name);
    }
    assertThat(names).hasSize(15);
  }

  @Test
  void statesAndTimesAreOffered() {
    assertThat(offered("state:re", Site.VIEW)).containsExactly("state:retryable");
    assertThat(offered("state:", Site.VIEW)).contains("state:dead_letter", "state:running");
    assertThat(offered("after:-1", Site.VIEW))
        .containsExactly("after:-15m", "after:-1h", "after:-1d");
    for (String term : offered("after:", Site.VIEW)) {
      assertThat(site.page("/jobs?q=" + Words.query(term))).doesNotContain("can’t be understood");
    }
  }

  @Test
  void queuesOfTheCountersAreOffered() {
    assertThat(offered("queue:ma", Site.VIEW)).first().isEqualTo("queue:mail");
    assertThat(offered("queue:ILL", Site.VIEW)).containsExactly("queue:billing");
    assertThat(offered("bil", Site.VIEW)).containsExactly("queue:billing");
    assertThat(offered("queue:\"mai", Site.VIEW)).containsExactly("queue:mail");
  }

  /** Kinds that were only enqueued are known by a look at the jobs alone: there is none. */
  @Test
  void kindsThatAreDescribedOrHandledAreOffered() {
    assertThat(offered("kind:se", Site.VIEW)).containsExactly("kind:send_receipt", "kind:resend");
    assertThat(offered("kind:secret", Site.VIEW)).isEmpty();
  }

  @Test
  void whatTheJobsOfThePageHaveIsOnThePage() {
    assertThat(site.page("/jobs?q=queue%3Amail"))
        .contains("<option value=\"tag:vip\">")
        .contains("<option value=\"tag:&#34;two words&#34;\">")
        .contains("<option value=\"kind:secret_kind\">");
  }

  @Test
  void whoIsLetIntoSomeQueuesIsOfferedThoseOnly() {
    assertThat(offered("queue:", Site.MAIL_ONLY)).containsExactly("queue:letters", "queue:mail");
    assertThat(offered("bill", Site.MAIL_ONLY)).isEmpty();
    assertThat(offered("kind:", Site.MAIL_ONLY)).isEmpty();
  }

  @Test
  void thereAreSomeOnlyAndNoneForWhoHasNotLoggedIn() {
    assertThat(offered("queue:", Site.VIEW)).hasSize(Suggestions.MOST);
    assertThat(offered("many", Site.VIEW)).hasSize(Suggestions.MOST);
    assertThat(offered("queue:" + "x".repeat(5000), Site.VIEW)).isEmpty();
    assertThat(asked("queue:", "nobody").statusCode()).isEqualTo(401);
    assertThat(asked("queue:", "nobody").body()).isEqualTo("[]");
  }
}
