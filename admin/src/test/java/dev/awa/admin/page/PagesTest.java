package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.NoLogin;
import dev.awa.admin.http.Principal;
import dev.awa.admin.http.Role;
import dev.awa.support.TestQueue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page: who sees it, what is in it, and that nothing in it is dangerous. */
final class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\s(?:href|src|action)=\"([^\"]*)\"");
  private static final Pattern INLINE =
      Pattern.compile(
          "<[a-z][^<>]*\\s(style|on[a-z]+)=|<style|<script>|<script [^>]*>[^<]|=\"javascript:");

  private static Site site;
  private static World world;

  @BeforeAll
  static void begin() {
    site = new Site();
    world = new World(site.queue);
  }

  @AfterAll
  static void end() {
    site.close();
  }

  private static List<String> places() {
    List<String> places = new ArrayList<>();
    for (String place :
        List.of(
            "",
            "jobs",
            "dead-letters",
            "queues",
            "schedules",
            "kinds",
            "workers",
            "storage",
            "instance")) {
      places.add("/" + place);
    }
    for (long id :
        List.of(world.completed, world.dead, world.available, world.scheduled, world.cancelled)) {
      places.add("/jobs/" + id);
    }
    World.QUEUES.forEach(queue -> places.add("/queues/" + Words.segment(queue)));
    List.of("good", "unheard-of", World.HOSTILE)
        .forEach(kind -> places.add("/kinds/" + Words.segment(kind)));
    places.add("/schedules/nightly");
    places.add("/schedules/" + Words.segment(World.HOSTILE));
    places.add("/jobs?q=" + Words.query("queue:" + FilterWords.quoted(World.HOSTILE)));
    places.add("/jobs?q=" + Words.query(World.HOSTILE));
    return places;
  }

  /** The choice is a cookie, so it holds without a script. */
  @Test
  void timesAreInTheZoneOfTheCookie() {
    for (String place : List.of("/", "/jobs/" + world.dead, "/schedules/nightly", "/queues/mail")) {
      HttpRequest.Builder asked =
          site.asked(place, Site.VIEW).header("Cookie", "awa.zone=Asia/Tokyo; awa.theme=dark");
      assertThat(site.send(asked).body()).as(place).contains("data-zone=\"Asia/Tokyo\"", " JST · ");
      asked = site.asked(place, Site.VIEW).header("Cookie", "awa.zone=Mars/Olympus");
      assertThat(site.send(asked).body()).as(place).doesNotContain("data-zone", " JST");
    }
  }

  @Test
  void everyPageIsShownInEveryRole() {
    for (String token : List.of(Site.VIEW, Site.OPERATE, Site.ADMINISTER)) {
      for (String place : places()) {
        String page = site.page(place, token);
        assertThat(page).as(place).startsWith("<!doctype html>").contains("<main").contains("<h1>");
      }
    }
  }

  @Test
  void nothingIsShownWithoutALogin() {
    for (String place : places()) {
      HttpResponse<String> answer =
          site.send(HttpRequest.newBuilder(URI.create(site.mount() + place)));
      assertThat(answer.statusCode()).as(place).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("class=\"facts\"").doesNotContain("send");
    }
  }

  @Test
  void noTextOfAJobBecomesPartOfAPage() {
    for (String place : places()) {
      String page = site.page(place);
      assertThat(page).as(place).doesNotContain("<script>alert").doesNotContain("<img src=x");
      String tags = page.replaceAll("\"[^\"]*\"", "\"\"");
      assertThat(INLINE.matcher(tags).results().map(found -> found.group())).as(place).isEmpty();
    }
    assertThat(site.page("/jobs/" + world.dead)).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void everyPageForbidsWhatIsNotItsOwn() {
    HttpResponse<String> answer = site.get("/", Site.VIEW);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  /** From the overview on; all addresses are relative, so any path in front of them will do. */
  @Test
  void everyLinkLeadsToAPage() {
    Deque<String> open = new ArrayDeque<>(List.of(site.mount() + "/"));
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty() && seen.size() < 400) {
      String url = open.pop();
      String path = url.substring(site.mount().length());
      HttpResponse<String> answer = site.get(path, Site.ADMINISTER);
      assertThat(answer.statusCode()).as(path).isIn(200, 303);
      LINK.matcher(answer.body())
          .results()
          .map(found -> found.group(1).replace("&amp;", "&"))
          .filter(link -> !link.startsWith("#") && !link.startsWith("https://example.org/"))
          .filter(link -> !link.endsWith("logout"))
          .forEach(link -> {
            assertThat(link).as(path).doesNotStartWith("/").doesNotContain(":/");
            String next = URI.create(url).resolve(link).toString().replaceAll("#.*", "");
            assertThat(next).as(path + " has " + link).startsWith(site.mount() + "/");
            if (seen.add(next)) {
              open.add(next);
            }
          });
    }
    assertThat(seen.size()).isGreaterThan(40);
  }

  @Test
  void theMountHasASlash() {
    HttpResponse<String> answer = site.get("", Site.VIEW);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("awa/");
  }

  @Test
  void anUnknownPageSaysSo() {
    for (String path : List.of("/nothing", "/jobs/0", "/jobs/abc", "/schedules/none", "/queues/")) {
      HttpResponse<String> answer = site.get(path, Site.VIEW);
      assertThat(answer.statusCode()).as(path).isIn(400, 404);
      assertThat(answer.body()).contains("role=\"alert\"").contains("<!doctype html>");
    }
    assertThat(site.get("/assets/0123456789abcdef/awa.css", Site.VIEW).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsEmptySaysWhatToDo() {
    try (Site empty = new Site()) {
      assertThat(empty.page("/")).contains("No queue has been used yet");
      assertThat(empty.page("/jobs")).contains("No job is kept here");
      assertThat(empty.page("/jobs?q=queue%3Amail")).contains("Clear the search");
      assertThat(empty.page("/dead-letters")).contains("No job has failed for good");
      assertThat(empty.page("/queues")).contains("A queue comes into being");
      assertThat(empty.page("/queues/mail")).contains("No worker works on this queue");
      assertThat(empty.page("/schedules")).contains("No schedule");
      assertThat(empty.page("/workers")).contains("No worker");
      assertThat(empty.page("/kinds")).contains("No kind is described", "None has run");
      assertThat(empty.page("/storage")).contains("only the current segment");
    }
  }

  @Test
  void whatNeedsAttentionComesFirst() {
    String page = site.page("/");
    assertThat(page.indexOf("Needs attention")).isLessThan(page.indexOf("id=\"facts\""));
    assertThat(page)
        .contains("No worker is alive")
        .contains("Queue letters is paused")
        .contains("1 dead letter in queue billing");
  }

  @Test
  void whoIsLetIntoSomeQueuesSeesThoseOnly() {
    assertThat(site.page("/", Site.MAIL_ONLY)).contains("queues/mail").doesNotContain("billing");
    assertThat(site.page("/queues", Site.MAIL_ONLY))
        .contains("queues/letters")
        .doesNotContain("billing");
    assertThat(site.page("/jobs", Site.MAIL_ONLY)).contains("queue:letters");
    assertThat(site.page("/schedules", Site.MAIL_ONLY)).contains("nightly").doesNotContain("alert");
    for (String path :
        List.of(
            "/queues/billing",
            "/jobs/" + world.dead,
            "/storage",
            "/workers",
            "/kinds",
            "/doctor",
            "/audit",
            "/kinds/good",
            "/jobs?q=queue%3Abilling",
            "/dead-letters?q=queue%3Abilling")) {
      assertThat(site.get(path, Site.MAIL_ONLY).statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void howLongJobsWaitAndRunIsShownAsChartsAndAsATable() {
    for (String place : List.of("/queues/mail", "/queues/mail?range=7d", "/kinds/good")) {
      String page = site.page(place);
      assertThat(page)
          .as(place)
          .contains("How long jobs wait and run", "The same as a table")
          .containsPattern("aria-label=\"Completed and failed in each [^\"]* UTC: ")
          .containsPattern("aria-label=\"Wait times, [^\"]* UTC, logarithmic: ");
    }
    assertThat(site.page("/queues/mail")).contains("href=\"../kinds/good\"");
    assertThat(site.page("/kinds/good")).contains("href=\"../queues/mail\"");
    assertThat(site.page("/queues/mail", Site.MAIL_ONLY))
        .contains(">good</th>")
        .doesNotContain("href=\"../kinds/");
    assertThat(site.page("/queues/letters")).contains("No run has ended in the last 1 h");
  }

  @Test
  void oneTimeRangeHoldsForAllChartsAndLinksCarryIt() {
    assertThat(site.page("/?range=6h"))
        .contains("Waited, last 6 h", "href=\"queues/mail?range=6h\"", "href=\"queues?range=6h\"")
        .contains("href=\"./?range=6h#queues\" aria-current=\"true\"")
        .containsPattern("<a href=\"kinds\\?range=6h\"");
    assertThat(site.page("/queues?range=7d"))
        .contains("Waited, last 2 d", "what waited is kept for 2 d", "queues/mail?range=7d");
    assertThat(site.page("/queues/mail?range=24h"))
        .contains("Completed and failed in each 30 min", "href=\"../queues?range=24h\"")
        .contains("href=\"../kinds/good?range=24h\"", "href=\".././?range=24h\"");
    assertThat(site.page("/kinds/good?range=24h")).contains("href=\"../queues/mail?range=24h\"");
    assertThat(site.page("/kinds?range=7d")).contains("href=\"kinds/good?range=7d\"");
    assertThat(site.page("/")).contains("Waited, last 1 h").doesNotContain("mail?range");
  }

  @Test
  void aTimeRangeThatThereIsNotIsRefusedInWords() {
    for (String place : List.of("/", "/queues", "/queues/mail", "/kinds", "/kinds/good")) {
      HttpResponse<String> answer = site.get(place + "?range=%3Cscript%3E", Site.VIEW);
      assertThat(answer.statusCode()).as(place).isEqualTo(400);
      assertThat(answer.body())
          .contains("There is no such time range", "must be 1h, 6h, 24h, 7d, got &lt;script");
    }
  }

  @Test
  void argumentsAreMaskedUnlessAnAdministratorAsks() {
    long id = flaky();
    assertThat(site.page("/jobs/" + id)).contains("masked").doesNotContain("s3cret");
    assertThat(site.page("/jobs/" + id + "?reveal=true")).contains("s3cret");
    assertThat(site.get("/jobs/" + id + "?reveal=true", Site.OPERATE).statusCode()).isEqualTo(403);
  }

  private static long flaky() {
    return site.awa().jobs().list(dev.awa.JobFilter.parse("kind:flaky", 1)).getFirst().id();
  }

  @Test
  void aPageWithoutLoginSaysSo() {
    NoLogin open = new NoLogin(Principal.of("root", Role.ADMINISTER));
    try (Site alone = new Site(TestQueue.create(), open, AdminConfig.defaults())) {
      assertThat(alone.page("/")).contains("no login").doesNotContain("Log out");
    }
    assertThat(site.page("/"))
        .as("a token in a header can't be given back")
        .doesNotContain("no login", "Log out");
  }

  @Test
  void theThemeIsInThePage() {
    String page =
        site.send(site.asked("/", Site.VIEW).header("Cookie", "a=b; awa.theme=dark")).body();
    assertThat(page).contains("data-theme=\"dark\"");
    assertThat(site.send(site.asked("/", Site.VIEW).header("Cookie", "awa.theme=x")).body())
        .doesNotContain("data-theme");
  }
}
