package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.Job;
import dev.awa.lab.Browser;
import dev.awa.lab.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of jobs in a real browser. Without one these tests are not run, and say so. */
final class JobPagesInBrowserTest {
  private static Site site;
  private static Browser browser;

  @BeforeAll
  static void begin() throws Exception {
    if (Browser.find().isEmpty()) {
      System.out.println("not run: the tests of the pages of jobs; there is no Chromium");
    }
    assumeTrue(Browser.find().isPresent(), "no Chromium");
    site = new Site();
    browser = new Browser(Browser.find().orElseThrow());
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail").withTags("vip"));
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("billing"));
  }

  @AfterAll
  static void end() throws IOException {
    if (browser != null) {
      browser.close();
      site.close();
    }
  }

  @BeforeEach
  void administer() {
    browser.as(Site.ADMINISTER);
    browser.size(1280, 900);
    browser.theme("light");
  }

  private static void open(String place) {
    browser.open(site.mount() + place);
  }

  /**
   * What axe finds in both themes and three widths; and a picture of each, if somebody wants it.
   */
  private static void look(String name) throws IOException {
    Path file = Path.of(System.getProperty("awa.axe", "target/axe.min.js"));
    String pictures = System.getProperty("awa.pictures");
    for (String theme : List.of("light", "dark")) {
      browser.theme(theme);
      for (int width : List.of(390, 768, 1280)) {
        browser.size(width, 900);
        if (pictures != null) {
          Files.createDirectories(Path.of(pictures));
          Files.write(
              Path.of(pictures, name + "-" + theme + "-" + width + ".png"), browser.picture());
        }
        assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
            .as(name + " " + width)
            .isLessThanOrEqualTo(width);
      }
      if (Files.exists(file)) {
        browser.eval(Files.readString(file) + ";0");
        String found =
            browser
                .eval(
                    "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                        + " 'wcag22aa', 'best-practice']}).then(r => r.violations.map(v => v.id +"
                        + " ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join('"
                        + " | ')).join('\\n'))")
                .asString();
        assertThat(found).as(name + " " + theme).isEmpty();
      } else {
        System.out.println("not run: the check of " + name + " by axe; there is no " + file);
      }
    }
    browser.size(1280, 900);
    browser.theme("light");
  }

  private static String value() {
    return browser.eval("document.activeElement.value").asString();
  }

  private static void offered(String text) {
    Eventually.holds(
        text + " is offered", () -> browser.text(".suggested:not([hidden])").contains(text));
  }

  @Test
  void theSearchFieldSuggestsAndTheKeyboardTakes() throws IOException {
    open("/jobs");
    browser.key("/");
    browser.type("que");
    offered("queue:");
    assertThat(browser.eval("document.activeElement.ariaExpanded").asString()).isEqualTo("true");
    browser.key("ArrowDown");
    assertThat(
            browser
                .eval(
                    "document.getElementById(document.activeElement.getAttribute("
                        + "'aria-activedescendant')).ariaSelected")
                .asString())
        .isEqualTo("true");
    look("suggestions");
    browser.key("Enter");
    assertThat(value()).isEqualTo("queue:");
    offered("queue:billing");
    browser.type("ma");
    Eventually.holds("only mail is offered", () -> !browser.text(".suggested").contains("billing"));
    browser.key("ArrowUp");
    browser.key("Enter");
    assertThat(value()).isEqualTo("queue:mail ");
    assertThat(browser.eval("document.activeElement.ariaExpanded").asString()).isEqualTo("false");
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.eval("new URLSearchParams(location.search).get('q').trim()").asString())
        .isEqualTo("queue:mail");
  }

  /**
   * Else a job that fails while somebody looks could not be retried before the page is reloaded.
   */
  @Test
  void whatCanBeDoneFollowsTheJob() {
    long id = site.awa().enqueue(Job.of("note", Map.of()).withQueue("billing")).id();
    open("/jobs/" + id);
    assertThat(offeredDeeds()).contains("cancel").doesNotContain("retry");
    site.awa().jobs().cancel(id, "by the test");
    Eventually.holds("the page follows", () -> offeredDeeds().contains("retry"));
    assertThat(offeredDeeds()).doesNotContain("cancel");
    assertThat(browser.text("#state")).contains("cancelled");
    browser.click("#deeds [popovertarget=retry]");
    assertThat(
            browser
                .eval("document.getElementById('retry').matches(':popover-open, [open]')")
                .asBoolean())
        .isTrue();
  }

  private static String offeredDeeds() {
    return browser
        .eval(
            "[...document.querySelectorAll('#deeds [popovertarget]')].map((b) =>"
                + " b.getAttribute('popovertarget')).join(' ')")
        .asString();
  }

  @Test
  void escapeClosesWhatIsOfferedAndTheNextOneLeaves() {
    open("/jobs?q=kind%3Anote");
    browser.click("input[name=add]");
    browser.type("tag:");
    offered("tag:vip");
    browser.key("Escape");
    assertThat(browser.eval("document.querySelectorAll('.suggested:not([hidden])').length").asInt())
        .isZero();
    assertThat(value()).isEqualTo("tag:");
    browser.key("Escape");
    assertThat(browser.eval("document.activeElement.name ?? ''").asString()).isEmpty();
  }

  @Test
  void theMouseTakesASuggestionAndTheRestOfTheSearchStays() {
    open("/jobs");
    browser.click(".top input[name=q]");
    browser.type("kind:note state:av");
    offered("state:available");
    browser.click(".top .suggested li");
    assertThat(value()).isEqualTo("kind:note state:available ");
  }

  @Test
  void typingQuicklyAsksOnce() {
    open("/jobs");
    browser.eval(
        "window.asked = 0; const real = window.fetch; window.fetch = (url, o) => { if"
            + " (String(url).includes('suggestions')) window.asked++; return real(url, o); }; 0");
    browser.click(".top input[name=q]");
    for (String letter : List.of("k", "i", "n", "d", ":", "n")) {
      browser.eval(
          "(() => { const i = document.activeElement; i.setRangeText('"
              + letter
              + "', i.value.length, i.value.length, 'end'); i.dispatchEvent(new Event('input'));"
              + " })()");
    }
    offered("kind:note");
    assertThat(browser.eval("window.asked").asInt()).isLessThan(3);
  }

  @Test
  void aSearchIsSavedOpenedRenamedAndDeletedByTheMouse() throws IOException {
    open("/jobs?q=queue%3Amail");
    browser.click("button[commandfor=save]");
    browser.click("#save input[name=name]");
    look("save-view");
    browser.type("night shift");
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("main")).contains("The view is saved").contains("night shift");
    look("views");
    browser.click("#views tbody th a");
    browser.loaded();
    assertThat(browser.eval("new URLSearchParams(location.search).get('q')").asString())
        .isEqualTo("queue:mail");

    site.awa().savedViews().save("night shift", "queue:letters kind:note", "jo");
    open("/jobs?q=queue%3Amail");
    browser.click("button[commandfor=save]");
    browser.click("#save input[name=name]");
    browser.type("night shift");
    browser.click("#save button[value=save]");
    browser.loaded();
    assertThat(browser.text("main")).contains("queue:letters kind:note").contains("jo");
    look("view-overwritten");
    browser.click("#overwritten button[value=save]");
    browser.loaded();
    browser.click("#overwritten a.btn");
    browser.loaded();
    assertThat(browser.text("#views tbody")).contains("queue:letters kind:note");

    browser.click("#views tbody td:last-child a");
    browser.loaded();
    look("view");
    browser.click("button[commandfor=rename]");
    browser.eval("document.querySelector('#rename input[name=name]').value = ''; 0");
    browser.click("#rename input[name=name]");
    browser.type("day shift");
    browser.click("#rename button[value=rename]");
    browser.loaded();
    assertThat(browser.text("#views tbody")).contains("day shift");
    browser.click("#views tbody td:last-child a");
    browser.loaded();
    browser.click("button[commandfor=delete]");
    browser.click("#delete button[value=delete]");
    browser.loaded();
    assertThat(browser.text("main")).contains("It is deleted").contains("No view is saved");
    look("views-none");
  }

  @Test
  void selectedJobsAreEditedByTheMouse() throws IOException {
    long id = site.awa().enqueue(Job.of("to_edit", Map.of()).withQueue("letters")).id();
    open("/jobs?q=kind%3Ato_edit");
    browser.click("input.pick");
    browser.click("button[commandfor=edit]");
    look("edit-dialog");
    browser.click("#edit button[value=edit]");
    browser.loaded();
    assertThat(browser.text("h1")).isEqualTo("Edit 1 job?");
    look("edit");
    browser.click("input[name=priority]");
    browser.type("1");
    browser.click("input[name=reason]");
    browser.type("first");
    browser.click("main form button.main");
    browser.loaded();
    assertThat(browser.text("main")).contains("The operation is submitted").contains("edit");
    assertThat(site.awa().operations().list(1).getFirst().filter()).contains("" + id);
  }

  @Test
  void aQueueIsPurgedOnceItsNumberIsTyped() throws IOException {
    long id = site.awa().enqueue(Job.of("note", Map.of()).withQueue("to-purge")).id();
    open("/queues/to-purge");
    browser.click("button[commandfor=purge]");
    assertThat(browser.text("#purge")).contains("in one step, 1 job:").contains("There is no undo");
    look("purge");
    browser.click("#purge input[name=typed]");
    browser.type("2");
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("main")).contains("Nothing was done");
    assertThat(site.awa().jobs().find(id)).isPresent();
    open("/queues/to-purge");
    browser.click("button[commandfor=purge]");
    browser.click("#purge input[name=typed]");
    browser.type("1");
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("main")).contains("1 job taken away");
    look("purged");
    assertThat(site.awa().jobs().find(id)).isEmpty();
    browser.complaints();
  }

  @Test
  void fromAJobOneGoesOnInTheListByTheMouse() throws IOException {
    for (int i = 0; i < 3; i++) {
      site.awa().enqueue(Job.of("in_a_row", Map.of()).withQueue("letters"));
    }
    open("/jobs?q=kind%3Ain_a_row");
    browser.click(".jobs tbody tr:nth-child(2) th a");
    browser.loaded();
    look("job-in-list");
    browser.click("a[rel=next]");
    browser.loaded();
    assertThat(browser.eval("document.querySelector('a[rel=next]') === null").asBoolean()).isTrue();
    browser.click("a[rel=prev]");
    browser.loaded();
    browser.click(".crumb a");
    browser.loaded();
    assertThat(browser.eval("document.querySelectorAll('.jobs tbody tr').length").asInt())
        .isEqualTo(3);
  }

  /** What is refused fits, is readable and says why. */
  @Test
  void whoMayOnlyLookSeesWhyNothingElseIsPossible() throws IOException {
    site.awa().savedViews().save("theirs", "queue:billing", "jo");
    browser.as(Site.VIEW);
    open("/views/theirs");
    assertThat(browser.eval("document.querySelectorAll('dialog:not(#help)').length").asInt())
        .isZero();
    look("view-as-view");
    open("/queues/billing");
    assertThat(browser.eval("document.querySelector('#purge') === null").asBoolean()).isTrue();
    look("queue-as-view");
    site.awa().savedViews().delete("theirs");
  }
}
