package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
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
