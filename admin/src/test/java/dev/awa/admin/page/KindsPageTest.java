package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list of kinds: of those that ran, too. */
final class KindsPageTest {
  private static final Pattern KIND = Pattern.compile("href=\"kinds/([^\"?]+)[\"?]");

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static List<String> kinds(String page) {
    int from = page.indexOf("<tbody>");
    Matcher found = KIND.matcher(from < 0 ? "" : page.substring(from));
    List<String> kinds = new ArrayList<>();
    while (found.find()) {
      kinds.add(found.group(1));
    }
    return kinds;
  }

  @Test
  void aKindThatNobodyDescribesIsThereOnceItHasRun() {
    World world = new World(site.queue);
    assertThat(world.dead).isPositive();
    Eventually.holds("it was measured", () -> kinds(site.page("/kinds")).contains("bad"));
    String page = site.page("/kinds");
    assertThat(kinds(page)).contains("good", "bad", "flaky", "unwanted").doesNotContain("later");
    assertThat(page).containsPattern("kinds/bad\">bad</a></th><td class=\"num zero\">–</td>");
    assertThat(page)
        .containsPattern("kinds/good\">good</a></th><td class=\"num (null)?\">0\\.000[0-9]+</td>");
    assertThat(site.page("/kinds?range=7d")).contains("href=\"kinds/bad?range=7d\"");
  }

  @Test
  void thereAreAHundredOnAPage() {
    for (int n = 0; n < 105; n++) {
      site.awa()
          .kinds()
          .set(
              String.format(Locale.ROOT, "kind-%03d", n),
              change -> change.keepFailed(Duration.ofDays(1)),
              "test");
    }
    String first = site.page("/kinds");
    assertThat(kinds(first)).hasSize(100).doesNotContain("kind-100");
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    String last = site.page("/" + next.group(1).replace("&amp;", "&"));
    assertThat(kinds(last))
        .containsExactly("kind-100", "kind-101", "kind-102", "kind-103", "kind-104");
    assertThat(last).contains(">First</a>").doesNotContain("rel=\"next\"");
  }
}
