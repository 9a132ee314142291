package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Unique;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of jobs: what is searched for, and page by page. */
final class JobsPageTest {
  private static final Pattern ID = Pattern.compile("name=\"id\" value=\"(\\d+)\"");

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static List<Long> ids(String page) {
    return ID.matcher(page).results().map(found -> Long.valueOf(found.group(1))).toList();
  }

  private static String link(String page, String relation) {
    Matcher link = Pattern.compile("rel=\"" + relation + "\" href=\"([^\"]+)\"").matcher(page);
    assertThat(link.find()).as(relation).isTrue();
    return "/" + link.group(1).replace("&amp;", "&");
  }

  @Test
  void pagesLeadBothWays() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      all.add(site.awa().enqueue(Job.of("note", Map.of("n", i)).withQueue("mail")).id());
    }
    String first = site.page("/jobs");
    String second = site.page(link(first, "next"));
    String third = site.page(link(second, "next"));
    List<Long> seen = new ArrayList<>(ids(first));
    seen.addAll(ids(second));
    seen.addAll(ids(third));
    assertThat(seen).containsExactlyElementsOf(all.reversed());
    assertThat(third).doesNotContain("rel=\"next\"");
    assertThat(ids(site.page(link(second, "prev")))).isEqualTo(ids(first));
    assertThat(first).doesNotContain("rel=\"prev\"").contains("The newest 50 jobs");
  }

  private static List<String> headings(String page) {
    return Pattern.compile("role=\"columnheader\"[^>]*>([A-Z][a-z ]*)<")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private String kept(String place, String cookie) {
    HttpResponse<String> answer =
        site.send(site.asked(place, Site.VIEW).header("Cookie", "awa.columns=" + cookie));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void columnsAreChosenAndKept() {
    for (int i = 0; i < 60; i++) {
      site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail").withTags("vip"));
    }
    assertThat(headings(site.page("/jobs")))
        .containsExactly(
            "Id", "State", "Kind", "Queue", "Arguments", "Attempt", "When", "Newest error");
    HttpResponse<String> chosen =
        site.get("/jobs?q=queue%3Amail&choose=1&column=priority&column=tags", Site.VIEW);
    assertThat(chosen.statusCode()).isEqualTo(303);
    assertThat(chosen.headers().firstValue("Location"))
        .hasValue("jobs?q=queue%3Amail&columns=tags,priority");
    assertThat(chosen.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("awa.columns=tags.priority; Path=/; Max-Age=31536000; SameSite=Strict");

    String page = site.page("/jobs?q=queue%3Amail&columns=tags,priority");
    assertThat(headings(page)).containsExactly("Id", "State", "Kind", "Tags", "Priority");
    assertThat(page).contains("<span class=\"tag\">vip</span>");
    assertThat(headings(site.page(link(page, "next")))).as("the next page").contains("Tags");
    assertThat(headings(kept("/jobs", "tags.colour"))).as("kept").endsWith("Kind", "Tags");
    assertThat(headings(kept("/jobs?columns=when", "tags")))
        .as("the address comes first")
        .endsWith("Kind", "When");
    assertThat(headings(kept("/jobs?columns=", "tags"))).containsExactly("Id", "State", "Kind");
  }

  @Test
  void aColumnThatThereIsNotIsRefusedInWords() {
    for (String query : List.of("columns=queue,colour", "choose=1&column=colour")) {
      HttpResponse<String> answer = site.get("/jobs?" + query, Site.VIEW);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.body()).contains("There is no such column", "priority", "got colour");
    }
  }

  @Test
  void theUsualColumnsAreNotKept() {
    String all = "choose=1&column=queue&column=arguments&column=attempt&column=when&column=error";
    assertThat(site.get("/jobs?" + all, Site.VIEW).headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("awa.columns=; Path=/; Max-Age=0;");
  }

  /** The one that was enqueued first may have ended last. */
  @Test
  void finishedJobsAreListedByTheirEnd() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(site.awa().enqueue(Job.of("note", Map.of("n", i)).withQueue("mail")).id());
    }
    all.reversed().forEach(id -> site.awa().jobs().cancel(id, "test"));
    String place = "/jobs?q=state%3Acancelled";
    assertThat(site.page(place).replace("&amp;", "&"))
        .contains("newest first", "href=\"jobs?q=state%3Acancelled&order=ended\"");
    String first = site.page(place + "&order=ended");
    assertThat(ids(first)).containsExactlyElementsOf(all.subList(0, 50));
    assertThat(first).contains("finished last first");
    String second = site.page(link(first, "next"));
    assertThat(ids(second)).containsExactlyElementsOf(all.subList(50, 60));
    assertThat(ids(site.page(link(second, "prev")))).isEqualTo(ids(first));

    String job = "/jobs/" + all.get(1) + "?in=jobs&q=state%3Acancelled&order=ended";
    assertThat(first.replace("&amp;", "&")).contains("href=\"" + job.substring(1) + "\"");
    assertThat(link(site.page(job), "next")).startsWith("/" + all.get(2) + "?in=jobs");
    assertThat(link(site.page(job), "prev")).startsWith("/" + all.get(0) + "?in=jobs");

    assertThat(site.page("/jobs?q=&order=ended")).doesNotContain("finished last first");
  }

  @Test
  void aPageHasAsManyJobsAsItsAddressSays() {
    for (int i = 0; i < 110; i++) {
      site.awa().enqueue(Job.of("note", Map.of("n", i)).withQueue("mail"));
    }
    String page = site.page("/jobs?q=queue%3Amail&size=100&columns=tags");
    assertThat(ids(page)).hasSize(100);
    assertThat(link(page, "next")).contains("size=100", "columns=tags");
    assertThat(ids(site.page(link(page, "next")))).hasSize(10);
    assertThat(ids(site.page("/jobs?size=200"))).hasSize(110);
    HttpResponse<String> refused = site.get("/jobs?size=1000", Site.VIEW);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("size: must be 50, 100 or 200, got 1000");
  }

  @Test
  void theLastPageHasTheOldest() {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      all.add(site.awa().enqueue(Job.of("note", Map.of("n", i)).withQueue("mail")).id());
    }
    Matcher last =
        Pattern.compile("href=\"([^\"]+)\">Last</a>").matcher(site.page("/jobs?q=kind%3Anote"));
    assertThat(last.find()).isTrue();
    String page = site.page("/" + last.group(1).replace("&amp;", "&"));
    assertThat(ids(page)).containsExactlyElementsOf(all.subList(0, 50).reversed());
    assertThat(page).doesNotContain("rel=\"next\"").doesNotContain(">Last<");
    assertThat(ids(site.page(link(page, "prev"))))
        .containsExactlyElementsOf(all.subList(50, 100).reversed());
    assertThat(site.page("/dead-letters?after=0001-01-01T00%3A00%3A00Z%2F0"))
        .contains("No dead letter");
  }

  @Test
  void aJobKnowsTheListInWhichItWasOpened() {
    List<Long> mail = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mail.add(site.awa().enqueue(Job.of("note", Map.of("n", i)).withQueue("mail")).id());
      site.awa().enqueue(Job.of("note", Map.of("n", i)).withQueue("letters"));
    }
    String list = site.page("/jobs?q=queue%3Amail");
    String here = "jobs/" + mail.get(1) + "?in=jobs&q=queue%3Amail";
    assertThat(list.replace("&amp;", "&")).contains("href=\"" + here + "\"");
    String page = site.page("/" + here);
    assertThat(link(page, "next")).startsWith("/" + mail.get(0) + "?in=jobs");
    assertThat(link(page, "prev")).startsWith("/" + mail.get(2) + "?in=jobs");
    assertThat(page).contains("href=\"../jobs?q=queue%3Amail\"");
    assertThat(site.page("/jobs" + link(page, "next"))).doesNotContain("rel=\"next\"");
    assertThat(site.page("/jobs/" + mail.get(1))).doesNotContain("rel=\"next\"");
  }

  @Test
  void whoHoldsTheUniqueKeyIsNamedBeforeARetry() {
    Job<?> job = Job.of("note", Map.of()).withQueue("mail").withUnique(Unique.byText("one"));
    long first = site.awa().enqueue(job).id();
    site.awa().jobs().cancel(first, "test");
    assertThat(site.page("/jobs/" + first)).doesNotContain("holds it now");
    long second = site.awa().enqueue(job).id();
    assertThat(second).isNotEqualTo(first);
    assertThat(site.page("/jobs/" + first))
        .contains("holds it now")
        .contains("href=\"" + second + "\"");
  }

  @Test
  void countersKnowHowManyJobsAreInAState() {
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("letters"));
    assertThat(tab(site.page("/jobs"), "available")).isEqualTo("2");
    assertThat(tab(site.page("/jobs?q=queue%3Amail"), "available")).isEqualTo("1");
    assertThat(tab(site.page("/jobs?q=kind%3Anote"), "available")).isEmpty();
  }

  private static String tab(String page, String state) {
    Matcher count = Pattern.compile(state + "</span>\\s*</span>(?:<b>([^<]*)</b>)?").matcher(page);
    assertThat(count.find()).isTrue();
    return count.group(1) == null ? "" : count.group(1);
  }

  @Test
  void wordsWorkWithoutSyntax() {
    long id = site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail")).id();
    HttpResponse<String> byId = site.get("/jobs?q=" + id, Site.VIEW);
    assertThat(byId.headers().firstValue("Location")).hasValue("jobs/" + id);
    assertThat(ids(site.page("/jobs?q=note"))).containsExactly(id);
    assertThat(ids(site.page("/jobs?q=mail"))).containsExactly(id);
    assertThat(ids(site.page("/jobs?q=queue%3Amail&add=kind%3Aother"))).isEmpty();
    assertThat(ids(site.page("/jobs?q=kind%3Aother&add=kind%3Anote"))).containsExactly(id);
  }

  @Test
  void aFilterThatIsWrongSaysWhere() {
    for (String wrong : List.of("colour:red", "state:blue", "after:then", "args:7")) {
      assertThat(site.page("/jobs?q=" + Words.query(wrong)))
          .as(wrong)
          .contains("The filter can’t be understood")
          .contains(wrong.substring(0, wrong.indexOf(':')));
    }
  }

  @Test
  void aConditionCanBeTakenAway() {
    String page =
        site.page("/jobs?q=" + Words.query("queue:mail state:failed error:\"timed out\""));
    assertThat(page).contains("jobs?q=queue%3Amail%20state%3Afailed\"");
    assertThat(page).contains("error:&#34;timed out&#34;");
  }
}
