package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.lab.Browser;
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
    browser.call("Emulation.setTimezoneOverride", Map.of("timezoneId", "Asia/Kolkata"));
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
    assertThat(inUtc).contains(" UTC · ").endsWith("GMT+5:30");

    browser.key("u");
    browser.loaded();
    assertThat(switched()).isEqualTo("local");
    assertThat(browser.text("#course")).contains("times in IST");
    assertThat(of("document.querySelector('#as-of time').title")).contains(" IST · ");
    assertThat(of("document.querySelector('[role=status]:last-of-type').textContent"))
        .isEqualTo("Times: local, Asia/Kolkata");
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
  void whoHasTravelledIsToldTheirNewTimes() {
    open("/");
    browser.eval("document.cookie = 'awa.zone=Europe/Berlin; path=/'; 0");
    open("/");
    assertThat(of("document.documentElement.dataset.zone")).isEqualTo("Europe/Berlin");
    open("/");
    assertThat(of("document.documentElement.dataset.zone")).isEqualTo("Asia/Kolkata");
    browser.key("u");
    browser.loaded();
    assertThat(switched()).isEqualTo("UTC");
  }
}
