package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** How people have pages shown to them, in a real browser. Without one it is not run. */
final class WaysInBrowserTest {
  private static Site site;
  private static World world;
  private static Browser browser;

  @BeforeAll
  static void begin() throws Exception {
    if (Browser.find().isEmpty()) {
      System.out.println("not run: the tests of how pages are shown; there is no Chromium");
    }
    assumeTrue(Browser.find().isPresent(), "no Chromium");
    site = new Site();
    world = new World(site.queue);
    browser = new Browser(Browser.find().orElseThrow());
    browser.call("Emulation.setTimezoneOverride", Map.of("timezoneId", "Asia/Tokyo"));
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

  private static String of(String script) {
    return browser.eval(script).asString();
  }

  /** What axe finds in both themes at a width; and a picture, if somebody wants it. */
  private static void look(String name) throws IOException {
    Path axe = Path.of(System.getProperty("awa.axe", "target/axe.min.js"));
    String pictures = System.getProperty("awa.pictures");
    for (String theme : List.of("light", "dark")) {
      browser.theme(theme);
      for (int width : List.of(390, 768, 1280)) {
        browser.size(width, 900);
        if (pictures != null) {
          Files.createDirectories(Path.of(pictures));
          String file = name + "-" + theme + "-" + width + ".png";
          Files.write(Path.of(pictures, file), browser.picture());
        }
        assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
            .as(name + " " + width)
            .isLessThanOrEqualTo(width);
        if (Files.exists(axe)) {
          browser.eval(Files.readString(axe) + ";0");
          assertThat(
                  of(
                      "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                          + " 'wcag22aa', 'best-practice']}).then(r => r.violations.map(v => v.id"
                          + " + ': ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join("
                          + "' | ')).join())"))
              .as(name + " " + theme + " " + width)
              .isEmpty();
        } else {
          System.out.println("not run: the check of " + name + " by axe; there is no " + axe);
        }
      }
    }
    browser.size(1280, 900);
    browser.theme("light");
  }

  @Test
  void anOpenPageSaysThatNothingAnswersAndGoesToTheLoginWhenItsOwnHasEnded() {
    open("/");
    of("window.awaFetch = window.fetch; window.fetch = () => Promise.reject(); ''");
    Eventually.holds("it has asked", () -> browser.text("[data-do=live]").equals("No answer"));
    of("window.fetch = window.awaFetch; ''");
    Eventually.holds("it asks again", () -> browser.text("[data-do=live]").equals("Live"));
    browser.as("Bearer nobody-nobody-nobody-nobody");
    Eventually.holds("it is at the login", () -> of("document.title").startsWith("Log in"));
  }

  @Test
  void whatWasDoneIsSaidOnce() {
    open("/queues/mail?done=queue-pause&range=6h");
    assertThat(of("location.search")).isEqualTo("?range=6h");
  }

  private static String switched() {
    return browser.text("[data-do=zone]");
  }

  @Test
  void timesAreToldInUtcOrWhereTheBrowserIs() throws IOException {
    String page = "/jobs/" + world.dead;
    open(page);
    assertThat(switched()).isEqualTo("UTC");
    assertThat(browser.text("#course")).contains("times in UTC");
    String inUtc = of("document.querySelector('#as-of time').title");
    assertThat(inUtc).contains(" UTC · ").endsWith("GMT+9");

    browser.key("u");
    browser.loaded();
    assertThat(switched()).isEqualTo("local");
    assertThat(browser.text("#course")).contains("times in JST");
    assertThat(of("document.querySelector('#as-of time').title")).contains(" JST · ");
    assertThat(of("document.querySelector('[role=status]:last-of-type').textContent"))
        .isEqualTo("Times: local, Asia/Tokyo");
    assertThat(of("document.activeElement.dataset.do")).isEqualTo("zone");
    look("zone");

    open("/queues/billing");
    assertThat(switched()).as("it is kept").isEqualTo("local");
    browser.click("[data-do=zone]");
    browser.loaded();
    assertThat(switched()).isEqualTo("UTC");
    open(page);
    assertThat(browser.text("#course")).contains("times in UTC");
  }

  @Test
  void theTimeRangeGoesAlongFromPageToPage() throws IOException {
    browser.size(1440, 900);
    open("/");
    browser.click(".range a[href*='24h']");
    browser.loaded();
    assertThat(browser.text("#queues thead")).contains("last 1 d");
    look("range");
    assertThat(of("document.querySelector('main').innerHTML")).contains("queues/mail?range=24h");
    browser.click("#queues a[href^='queues/mail']");
    browser.loaded();
    assertThat(of("location.search")).isEqualTo("?range=24h");
    assertThat(browser.text("#timings .range [aria-current]")).isEqualTo("24 h");
    browser.click("#timings a[href^='../kinds/good']");
    browser.loaded();
    assertThat(browser.text("#timings .range [aria-current]")).isEqualTo("24 h");
    browser.click("#timings .range a[href*='7d']");
    browser.loaded();
    browser.click(".side a[href*='range=7d']");
    browser.loaded();
    assertThat(browser.text("h1")).isEqualTo("Overview");
    assertThat(browser.text("#queues header")).contains("what waited is kept for 2 d");
  }

  /** World's runs have ended in a minute that may go on still: of the last week they are whole. */
  @Test
  void whatEndedIsDrawnAsBarsAndWrittenInATable() throws Exception {
    site.queue.sql(
        "INSERT INTO awa.timings SELECT (jsonb_populate_record(t, jsonb_build_object('at', at -"
            + " interval '10 minutes'))).* FROM awa.timings AS t");
    open("/queues/mail");
    assertThat(of("document.querySelector('#timings .chart').ariaLabel"))
        .startsWith("Completed and failed in each minute")
        .contains(" completed, 1 at most;");
    assertThat(of("document.querySelector('#timings .chart .c-area').getAttribute('d')"))
        .startsWith("M");
    browser.click("#timings .fold summary");
    assertThat(browser.text("#timings .fold thead")).contains("Failed for good");
    look("ended");
  }

  private static String columns() {
    return browser.text(".rows thead").replaceAll("\\s+", " ");
  }

  @Test
  void columnsAreChosenByKeyboardAndKept() throws IOException {
    open("/jobs?q=queue%3Amail");
    assertThat(columns()).contains("Queue").doesNotContain("Tags");
    browser.eval("document.querySelector('.choose summary').focus(); 0");
    browser.key("Enter");
    look("columns");
    browser.click(".choose input[value=tags]");
    browser.click(".choose input[value=queue]");
    browser.click(".choose button");
    browser.loaded();
    assertThat(columns()).contains("Tags").doesNotContain("Queue");
    assertThat(of("location.search")).startsWith("?q=queue%3Amail&columns=");
    look("columns-chosen");
    open("/dead-letters");
    assertThat(columns()).as(browser.text("main")).contains("Tags").doesNotContain("Queue");
    browser.eval("document.cookie = 'awa.columns=; path=/; max-age=0'; 0");
  }

  @Test
  void whoHasTravelledIsToldTheirNewTimes() {
    open("/");
    browser.eval("document.cookie = 'awa.zone=Europe/Berlin; path=/'; 0");
    open("/");
    assertThat(of("document.documentElement.dataset.zone")).isEqualTo("Europe/Berlin");
    open("/");
    assertThat(of("document.documentElement.dataset.zone")).isEqualTo("Asia/Tokyo");
    browser.key("u");
    browser.loaded();
    assertThat(switched()).isEqualTo("UTC");
  }
}
