package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.Sessions;
import dev.awa.admin.http.Tokens;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which database this is, who one is there, and where the others are. */
final class InstancePageTest {
  private static final Instance PRODUCTION =
      new Instance("shop production", Instance.Hue.PLUM)
          .withOthers(
              List.of(
                  new Instance.Other("shop staging", Instance.Hue.INDIGO, "at/staging/"),
                  new Instance.Other(
                      "<b>far</b>", Instance.Hue.MOSS, "https://far.example.org/awa/?a=b&c=d")));

  private static Site site(Instance instance) {
    return new Site(
        TestQueue.create(),
        Sessions.of(Tokens.parse(Site.TOKENS)),
        AdminConfig.defaults(),
        instance);
  }

  @Test
  void thePageSaysWhichDatabaseItIsAndWhoOneIs() throws SQLException {
    try (Site site = site(new Instance("shop", Instance.Hue.PLUM))) {
      String database = site.queue.texts("SELECT current_database()").getFirst();
      String version = site.queue.texts("SHOW server_version").getFirst();
      assertThat(site.page("/instance", Site.VIEW))
          .contains("<span class=\"badge\">shop</span>", "<dd>plum</dd>")
          .contains("<dd>" + database + "</dd>", "<dd>awa</dd>", "<dd>" + version + ", started")
          .contains("<dd>vera</dd>", "<dd>view", "every queue")
          .doesNotContain("Other instances", "<details class=\"instance\"");
      assertThat(site.page("/queues")).contains("<a class=\"badge\" href=\"instance\">");
    }
  }

  @Test
  void whoIsLetIntoSomeQueuesIsToldWhoTheyAreOnly() throws SQLException {
    try (Site site = site(PRODUCTION)) {
      String database = site.queue.texts("SELECT current_database()").getFirst();
      assertThat(site.page("/instance", Site.MAIL_ONLY))
          .contains("are not shown", "href=\"queues/letters\"", "<dd>mia</dd>")
          .doesNotContain("<dd>" + database + "</dd>");
    }
  }

  @Test
  void eachPageLeadsToTheOthers() {
    try (Site site = site(PRODUCTION)) {
      assertThat(site.page("/"))
          .contains("data-instance=\"plum\"", "shop production")
          .contains("<li data-instance=\"indigo\"><a href=\"at/staging/\">")
          .contains("href=\"https://far.example.org/awa/?a=b&amp;c=d\"")
          .contains("&lt;b&gt;far&lt;/b&gt;")
          .doesNotContain("<b>far");
      assertThat(site.page("/schedules")).contains("<a href=\"at/staging/\">");
      assertThat(site.page("/operations/new?action=retry&q=state%3Adead_letter"))
          .contains("<a href=\"../at/staging/\">", "href=\"../instance\"");
      assertThat(site.get("/", "nobody").body()).doesNotContain("staging");
    }
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    for (String url : List.of("javascript:alert(1)", "data:text/html,x", "")) {
      assertThatThrownBy(() -> new Instance.Other("x", Instance.Hue.MOSS, url))
          .hasMessageStartingWith("other: the address must be");
    }
    assertThatThrownBy(() -> new Instance.Other("", Instance.Hue.MOSS, "https://a"))
        .hasMessageStartingWith("other: the name");
  }
}
