package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.StoredOperation;
import dev.awa.lab.Browser;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Schedule;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do on pages, by mouse and keyboard. Without a browser it is not run. */
final class DeedsInBrowserTest {
  private static Site site;
  private static Browser browser;

  @BeforeAll
  static void begin() throws Exception {
    if (Browser.find().isEmpty()) {
      System.out.println("not run: the tests of deeds in a browser; there is no Chromium");
    }
    assumeTrue(Browser.find().isPresent(), "no Chromium");
    site = new Site();
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

  /** Opens the question of a deed. */
  private static void ask(String deed) {
    browser.click("button[commandfor=" + deed + "]");
    assertThat(isOpen(deed)).as(deed).isTrue();
  }

  private static boolean isOpen(String deed) {
    return browser
        .eval("document.getElementById('" + deed + "')?.matches('[open], :popover-open') ?? false")
        .asBoolean();
  }

  private static void type(String selector, String text) {
    browser.click(selector);
    browser.type(text);
  }

  private static void press(String selector) {
    browser.click(selector);
    browser.loaded();
  }

  private static void choose(String selector, String value) {
    browser.eval(
        "document.querySelector(" + Browser.quoted(selector) + ").value = '" + value + "'; 0");
  }

  private static String value(String selector) {
    return browser
        .eval("document.querySelector(" + Browser.quoted(selector) + ").value")
        .asString();
  }

  private static StoredJob job(long id) {
    return site.awa().jobs().find(id).orElseThrow();
  }

  private static long enqueued(String queue) {
    return site.awa().enqueue(Job.of("note", Map.of("n", 1)).withQueue(queue)).id();
  }

  private static long cancelled() {
    long id = enqueued("letters");
    site.awa().jobs().cancel(id, "not now");
    return id;
  }

  @Test
  void aJobIsRetriedWithChanges() throws IOException {
    long id = cancelled();
    open("/jobs/" + id);
    ask("retry");
    browser.click("#retry summary");
    type("#retry input[name=priority]", "1");
    Looks.at(browser, "retry-with-changes");
    press("#retry button[value=retry]");
    assertThat(browser.text("main")).contains("The job runs again.");
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).priority()).isEqualTo(1);
  }

  /** A question that loses nothing is answered by Enter. */
  @Test
  void enterDoesWhatIsAskedWhereNothingIsLost() {
    long id = cancelled();
    open("/jobs/" + id);
    ask("retry");
    browser.key("Enter");
    browser.loaded();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);

    site.awa().queues().pause("letters", "jo", "still", null);
    open("/queues/letters");
    ask("resume");
    browser.key("Enter");
    browser.loaded();
    assertThat(site.awa().queues().show("letters").pause()).isNull();
  }

  @Test
  void aJobIsDeletedByTheMouseAndNotByEnter() {
    long id = cancelled();
    open("/jobs/" + id);
    ask("delete");
    browser.key("Enter");
    Eventually.holds("Enter goes back", () -> !isOpen("delete"));
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
    ask("delete");
    press("#delete button[value=delete]");
    assertThat(browser.text("main")).contains("It is deleted.");
    assertThat(site.awa().jobs().find(id)).isEmpty();
  }

  @Test
  void aQueueIsDrainedOnceItsNumberIsTyped() {
    long id = enqueued("to-drain");
    open("/queues/to-drain");
    ask("drain");
    type("#drain input[name=drain_reason]", "no longer wanted");
    type("#drain input[name=typed]", "1");
    press("#drain button[value=drain]");
    assertThat(browser.text("main")).contains("1 job cancelled");
    assertThat(job(id).reason()).isEqualTo("no longer wanted");
  }

  /** Whoever types settings and pauses the queue first has not typed them for nothing. */
  @Test
  void whatIsTypedIntoSettingsStaysWhenTheQueueIsPausedFirst() throws IOException {
    enqueued("settled");
    open("/queues/settled");
    type("#set-concurrency", "7");
    type("#set-keep_failed", "12");
    choose("select[name='unit.keep_failed']", "h");
    ask("pause");
    type("#pause input[name=pause_reason]", "first");
    press("#pause button[value=pause]");
    assertThat(site.awa().queues().show("settled").settings().values()).isEmpty();
    assertThat(browser.text("#settings")).contains("What you typed before is still here");
    assertThat(value("#set-concurrency")).isEqualTo("7");
    assertThat(value("select[name='unit.keep_failed']")).isEqualTo("h");
    browser.eval("document.querySelector('#settings').scrollIntoView(); 0");
    Looks.at(browser, "settings-kept");
    press("#settings button[value=set]");
    assertThat(browser.text("main")).contains("The settings are changed");
    assertThat(site.awa().queues().show("settled").settings().toString())
        .contains("concurrency=7", "keep_failed=PT12H");
    open("/queues/settled");
    assertThat(browser.text("#settings")).doesNotContain("What you typed before");
    assertThat(value("#set-keep_failed")).isEqualTo("12");
  }

  @Test
  void aScheduleIsPausedAndFired() throws IOException {
    site.awa()
        .schedules()
        .declare(
            "shop",
            "1",
            Schedule.cron("nightly", "0 3 * * *", Job.of("note", Map.of()).withQueue("fired"))
                .withZone("Europe/Berlin"));
    open("/schedules/nightly");
    assertThat(browser.text("main")).contains("at 03:00 every day, Europe/Berlin");
    Looks.at(browser, "schedule");
    ask("pause");
    type("#pause input[name=pause_reason]", "the provider is down");
    press("#pause button[value=pause]");
    assertThat(browser.text("main")).contains("The schedule is paused.");
    ask("trigger");
    press("#trigger button[value=trigger]");
    assertThat(browser.text("main")).contains("The schedule has fired.");
    assertThat(site.awa().queues().stats("fired").available()).isEqualTo(1);
    ask("resume");
    press("#resume button[value=resume]");
    assertThat(site.awa().schedules().find("nightly").orElseThrow().pausedAt()).isNull();
  }

  /** Nobody leads here, so it stands still until it is stopped. */
  @Test
  void anOperationIsSubmittedAndStopped() throws IOException {
    enqueued("to-move");
    open("/operations/new?action=edit&q=queue%3Ato-move");
    type("input[name=queue]", "leters");
    type("input[name=reason]", "to the others");
    press("main form button.main");
    assertThat(browser.text("main")).contains("No living worker takes jobs from queue \"leters\"");
    assertThat(value("input[name=reason]")).isEqualTo("to the others");
    Looks.at(browser, "operation-warned");
    press("main form button.main");
    assertThat(browser.text("main")).contains("The operation is submitted");
    Looks.at(browser, "operation");
    ask("stop");
    press("#stop button[value=stop]");
    assertThat(browser.text("main")).contains("The operation is stopped");
    assertThat(site.awa().operations().list(1).getFirst().state())
        .isEqualTo(StoredOperation.State.STOPPED);
  }

  @Test
  void aJobIsEnqueuedByHandAndCloned() {
    open("/new-job");
    type("input[name=kind]", "by_hand");
    browser.eval("document.querySelector('input[name=queue]').value = 'letters'; 0");
    press("main form button.main");
    assertThat(browser.text("main")).contains("The job is enqueued.");
    press(".head a[href*='new-job']");
    assertThat(value("input[name=kind]")).isEqualTo("by_hand");
    press("main form button.main");
    assertThat(browser.text("main")).contains("The job is enqueued.");
    assertThat(site.awa().jobs().list(dev.awa.JobFilter.parse("kind:by_hand", 5))).hasSize(2);
  }

  @Test
  void somebodyLogsInAndIsToldWhatWasLost() throws IOException {
    browser.call("Network.setExtraHTTPHeaders", Map.of("headers", Map.of()));
    browser.call("Network.clearBrowserCookies", Map.of());
    enqueued("letters");
    open("/queues/letters");
    Looks.at(browser, "login");
    type("input[name=password]", Site.ADMINISTER);
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("h1")).isEqualTo("letters");

    ask("pause");
    browser.call("Network.clearBrowserCookies", Map.of());
    press("#pause button[value=pause]");
    assertThat(browser.text("main")).contains("What you sent was not done");
    Looks.at(browser, "login-lost");
    type("input[name=password]", Site.ADMINISTER);
    browser.key("Enter");
    browser.loaded();
    assertThat(browser.text("main")).contains("What you sent before you logged in was not done");
    assertThat(browser.text("h1")).isEqualTo("letters");
    Looks.at(browser, "lost");
    assertThat(site.awa().queues().show("letters").pause()).isNull();
    press("form[action$=logout] button");
    assertThat(browser.text("h1")).isEqualTo("Log in");
    browser.complaints();
  }

  @Test
  void aWorkerHasAPage() throws IOException {
    try (Worker worker =
        Worker.of(site.queue.dataSource())
            .queue("worked", 2)
            .handler(
                "idle",
                RawJson.class,
                (args, context) -> dev.awa.Outcome.complete(),
                Backoff.fixed(Duration.ofHours(1)))
            .start()) {
      Eventually.holds("it is listed", () -> !site.awa().workers().list().isEmpty());
      open("/workers");
      press("#workers tbody th a");
      assertThat(browser.text("#queues")).contains("worked");
      Looks.at(browser, "worker");
    }
  }

  /** Half a screen: what somebody looks for at night is not beyond its edge. */
  @Test
  void deadLettersAndWorkersAreSeenOnHalfAScreen() {
    enqueued("letters");
    for (String place : List.of("/", "/queues")) {
      for (int width : List.of(900, 768)) {
        browser.size(width, 900);
        open(place);
        for (String column : List.of("Dead letters", "Workers")) {
          double right =
              browser
                  .eval(
                      "[...document.querySelectorAll('#queues th')].find(t => t.innerText === '"
                          + column
                          + "').getBoundingClientRect().right")
                  .asDouble();
          assertThat(right).as(place + " " + width + " " + column).isLessThanOrEqualTo(width);
        }
      }
    }
  }
}
