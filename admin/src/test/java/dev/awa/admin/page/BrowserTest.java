package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.lab.Browser;
import dev.awa.lab.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard in a real browser. Without one these tests are not run, and say so. */
final class BrowserTest {
  /** Where {@code axe.min.js} of npm's axe-core is; .ci/run fetches it. */
  private static final String AXE = "awa.axe";

  private static Site site;
  private static World world;
  private static Browser browser;

  @BeforeAll
  static void begin() throws Exception {
    if (Browser.find().isEmpty()) {
      System.out.println("not run: the tests of the dashboard in a browser; there is no Chromium");
    }
    assumeTrue(Browser.find().isPresent(), "no Chromium");
    site = new Site();
    world = new World(site.queue);
    browser = new Browser(Browser.find().orElseThrow());
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

  private static List<String> places() {
    return List.of(
        "/",
        "/jobs",
        "/jobs?q=state%3Aavailable%20colour%3Ared",
        "/jobs/" + world.dead,
        "/jobs/" + world.scheduled,
        "/dead-letters",
        "/queues",
        "/queues/letters",
        "/queues/mail",
        "/schedules",
        "/schedules/nightly",
        "/kinds",
        "/kinds/good",
        "/workers",
        "/operations",
        "/operations/new?action=retry&q=state%3Adead_letter",
        "/storage",
        "/doctor",
        "/audit",
        "/audit?after=yesterday",
        "/audit?target=queue%3Amail",
        "/instance",
        "/new-job",
        "/nothing");
  }

  private static String axe() throws IOException {
    Path file = Path.of(System.getProperty(AXE, "target/axe.min.js"));
    if (!Files.exists(file)) {
      System.out.println("not run: the check of every page by axe; there is no " + file);
    }
    assumeTrue(Files.exists(file), "no axe");
    return Files.readString(file);
  }

  @Test
  void nothingKeepsAnybodyOutInEitherTheme() throws IOException {
    String axe = axe();
    List<String> found = new ArrayList<>();
    for (String theme : List.of("light", "dark")) {
      browser.theme(theme);
      for (String place : places()) {
        open(place);
        browser.eval(axe + ";0");
        JsonNode violations =
            browser.eval(
                "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                    + " 'wcag22aa', 'best-practice']}).then(r => r.violations.map(v => v.id + ': '"
                    + " + v.nodes.map(n => n.target + ' ' + n.failureSummary).join(' | ')))");
        violations.forEach(one -> found.add(theme + " " + place + " " + one.asString()));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void noPageIsWiderThanTheWindowAndNoneIsRefusedAnything() {
    browser.complaints();
    List<String> wide = new ArrayList<>();
    for (int width : List.of(390, 768, 900, 1280)) {
      browser.size(width, 900);
      for (String place : places()) {
        open(place);
        int needed = browser.eval("document.documentElement.scrollWidth").asInt();
        if (needed > width) {
          wide.add(place + " needs " + needed + " of " + width);
        }
      }
    }
    assertThat(wide).isEmpty();
    assertThat(browser.complaints().stream().filter(one -> !one.contains("/nothing"))).isEmpty();
  }

  @Test
  void aQueueIsPausedByTheMouse() {
    site.awa().queues().resume("mail", "test");
    open("/queues/mail");
    browser.click("button[commandfor=pause]");
    assertThat(
            browser
                .eval("document.querySelector('#pause').matches(':open, :popover-open')")
                .asBoolean())
        .isTrue();
    browser.click("#pause input[name=pause_reason]");
    browser.type("by mouse");
    browser.click("#pause button[value=pause]");
    browser.loaded();
    assertThat(browser.text("main")).contains("The queue is paused").contains("by mouse");
    assertThat(Objects.requireNonNull(site.awa().queues().show("mail").pause()).reason())
        .isEqualTo("by mouse");
    site.awa().queues().resume("mail", "test");
  }

  @Test
  void selectedJobsAreCancelledByTheMouse() {
    long id = site.awa().enqueue(Job.of("by_mouse", Map.of()).withQueue("letters")).id();
    open("/jobs?q=kind%3Aby_mouse%20state%3Aavailable");
    assertThat(browser.eval("getComputedStyle(document.querySelector('.bulk')).display").asString())
        .isEqualTo("none");
    browser.click("input.pick");
    assertThat(browser.text(".bulk strong")).startsWith("1");
    assertThat(browser.text("[data-do=live]")).isEqualTo("Held still");
    browser.click("button[commandfor=cancel]");
    browser.click("#cancel button[value=cancel]");
    browser.loaded();
    assertThat(browser.text("main")).contains("1 job cancelled");
    assertThat(site.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void whatMendsAFindingIsCopied() {
    open("/doctor");
    assertThat(browser.text("h1")).isEqualTo("Doctor");
    assertThat(browser.text("#findings")).contains("seen").contains("hence").contains("mend");
    browser.eval(
        "window.copied = ''; Object.defineProperty(navigator, 'clipboard', {value:"
            + " {writeText: async text => { window.copied = text; }}}); 0");
    browser.click("#findings [data-copy]");
    String copied = browser.eval("window.copied").asString();
    assertThat(copied).isNotEmpty();
    assertThat(browser.text("#findings")).contains(copied);
    browser.click(".head a.btn");
    browser.loaded();
    assertThat(browser.text("h1")).isEqualTo("Doctor");
    assertThat(browser.eval("document.querySelectorAll('#exams tbody tr').length").asInt())
        .isEqualTo(17);
  }

  @Test
  void theAuditIsAskedForByAPersonAndByTime() {
    site.done("/queues/mail", Site.OPERATE, "do", "pause");
    site.done("/queues/mail", Site.ADMINISTER, "do", "resume");
    open("/audit");
    browser.click("#asked input[name=by]");
    browser.type("olga");
    browser.click("#asked input[name=after]");
    browser.type("-1h");
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("#entries tbody")).contains("olga").contains("queue-pause");
    assertThat(browser.text("#entries tbody")).doesNotContain("anna");
    assertThat(browser.eval("location.search").asString())
        .contains("by=olga")
        .contains("after=-1h");
  }

  @Test
  void keysLeadToTheDoctorAndTheAudit() {
    for (String key : List.of("h", "a")) {
      open("/jobs");
      browser.key("g");
      browser.key(key);
      browser.loaded();
      assertThat(browser.text("h1")).isEqualTo(key.equals("h") ? "Doctor" : "Audit");
    }
  }

  /** Also what is refused fits, is readable and says why, in both themes. */
  @Test
  void inARoleThatMayNotThePagesSayWhy() throws IOException {
    String axe = axe();
    for (String role : List.of(Site.VIEW, Site.OPERATE)) {
      browser.as(role);
      for (String theme : List.of("light", "dark")) {
        browser.theme(theme);
        for (String place : List.of("/doctor", "/audit")) {
          browser.size(390, 900);
          open(place);
          assertThat(browser.text("main")).as(place).contains("needs the role administer");
          assertThat(browser.eval("document.documentElement.scrollWidth").asInt()).isEqualTo(390);
          browser.eval(axe + ";0");
          assertThat(
                  browser
                      .eval("axe.run(document).then(r => r.violations.map(v => v.id).join(' '))")
                      .asString())
              .as(theme + " " + place)
              .isEmpty();
        }
      }
    }
    browser.complaints();
  }

  /** Whether Enter sends the form of what has the focus to the server; nothing leaves the page. */
  private static boolean sends() {
    browser.eval(
        "window.sent = false; document.addEventListener('submit', e => {"
            + " if (e.submitter?.formMethod !== 'dialog') { window.sent = true;"
            + " e.preventDefault(); } }); 0");
    browser.key("Enter");
    return browser.eval("window.sent").asBoolean();
  }

  @Test
  void enterOnASelectedJobDoesNothing() {
    for (String state : List.of("available", "completed", "dead_letter")) {
      open("/jobs?q=state%3A" + state);
      browser.click("input.pick");
      browser.eval("document.querySelector('input.pick').focus()");
      assertThat(sends()).as(state).isFalse();
      assertThat(browser.eval("document.querySelectorAll('dialog[open]').length").asInt()).isZero();
    }
  }

  @Test
  void enterInADialogDoesWhatTheDialogAsks() {
    long id = site.awa().enqueue(Job.of("by_enter", Map.of()).withQueue("letters")).id();
    open("/jobs?q=kind%3Aby_enter");
    browser.click("input.pick");
    browser.click("button[commandfor=cancel]");
    browser.click("#cancel input[name=cancel_reason]");
    browser.type("by key");
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("main")).contains("1 job cancelled");
    assertThat(site.awa().jobs().find(id).orElseThrow().reason()).isEqualTo("by key");
  }

  @Test
  void keysLeadEverywhereAndChangeNothing() {
    open("/jobs");
    browser.key("/");
    assertThat(browser.eval("document.activeElement.name").asString()).isEqualTo("q");
    browser.key("Escape");
    browser.key("j");
    assertThat(browser.eval("document.querySelectorAll('tr[aria-current]').length").asInt())
        .isOne();
    browser.key("x");
    assertThat(browser.eval("document.querySelectorAll('.pick:checked').length").asInt()).isOne();
    browser.key("Escape");
    assertThat(browser.eval("document.querySelectorAll('.pick:checked').length").asInt()).isZero();
    browser.key("?");
    assertThat(browser.eval("document.querySelector('#help').open").asBoolean()).isTrue();
    browser.key("Escape");
    browser.eval("document.querySelector('#help').close()");
    browser.key("t");
    assertThat(browser.eval("document.documentElement.dataset.theme").asString())
        .isEqualTo("light");
    browser.key("t");
    browser.key("g");
    browser.key("q");
    browser.loaded();
    assertThat(browser.text("h1")).isEqualTo("Queues");
    assertThat(browser.eval("document.documentElement.dataset.theme").asString()).isEqualTo("dark");
    browser.key("t");
  }

  @Test
  void aPageThatIsOpenFollowsWhatHappens() {
    open("/queues/billing");
    String before = browser.text("#facts");
    browser.eval("window.stayed = true");
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("billing"));
    Eventually.holds("the page follows", () -> !browser.text("#facts").equals(before));
    assertThat(browser.eval("window.stayed").asBoolean()).isTrue();
    browser.key("r");
    assertThat(browser.text("[data-do=live]")).isEqualTo("Held still");
  }

  @Test
  void anEmptyListFillsAndItsJobsCanBeSelected() {
    open("/jobs?q=kind%3Aborn_later");
    assertThat(browser.text("#list")).contains("No job matches");
    site.awa().enqueue(Job.of("born_later", Map.of()).withQueue("letters"));
    Eventually.holds("the list fills", () -> !browser.text("#list tbody").isEmpty());
    browser.click("input.pick");
    assertThat(browser.text(".bulk strong")).startsWith("1");
    assertThat(browser.eval("document.querySelector('input.pick').form.method").asString())
        .isEqualTo("post");
  }

  @Test
  void whatSomebodyMarksStays() {
    open("/queues/billing");
    String before = browser.text("#facts");
    browser.eval("getSelection().selectAllChildren(document.querySelector('#facts')); 0");
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("billing"));
    browser.eval("new Promise(after => setTimeout(after, 6000))");
    assertThat(browser.text("#facts")).isEqualTo(before);
    assertThat(browser.eval("getSelection().isCollapsed").asBoolean()).isFalse();
    browser.eval("getSelection().removeAllRanges(); 0");
    Eventually.holds("the page follows", () -> !browser.text("#facts").equals(before));
  }

  /** For people who look at them: -Dawa.pictures=FOLDER. */
  @Test
  void picturesAreTaken() throws IOException {
    String folder = System.getProperty("awa.pictures");
    assumeTrue(folder != null, "nobody wants them");
    Files.createDirectories(Path.of(folder));
    for (String theme : List.of("light", "dark")) {
      browser.theme(theme);
      for (int width : List.of(390, 768, 900, 1280)) {
        browser.size(width, 1000);
        for (String place : places()) {
          open(place);
          String name = place.replaceAll("[^a-z]+", "-") + theme + "-" + width + ".png";
          Files.write(Path.of(folder, name), browser.picture());
        }
      }
    }
  }
}
