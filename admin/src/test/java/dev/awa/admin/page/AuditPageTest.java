package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asked for which change, on a page. */
final class AuditPageTest {
  private static final Pattern ENTRY = Pattern.compile("<tr id=\"a(\\d+)\"");

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static List<String> ids(String page) {
    return ENTRY.matcher(page).results().map(found -> found.group(1)).toList();
  }

  private void note(String by, String action, String outcome, String target) {
    AuditNote note = AuditNote.of(by, action, outcome).withTarget(target).withFrom("192.0.2.7");
    site.awa().audit().note(note.withWhy(outcome.equals(AuditEntry.DONE) ? null : "it is late"));
  }

  @Test
  void anEntrySaysWhoWhatWhenFromWhereAndWhy() {
    site.done("/queues/mail", Site.OPERATE, "do", "pause", "pause_reason", "the deploy");
    assertThat(site.post("/queues/mail", Site.VIEW, "do", "pause").statusCode()).isEqualTo(403);
    String page = site.page("/audit");
    assertThat(ids(page)).hasSize(2);
    assertThat(page)
        .contains("href=\"audit?by=olga\"")
        .contains("href=\"audit?action=queue-pause\"")
        .contains("href=\"queues/mail\"")
        .contains("the deploy")
        .contains("needs the role operate")
        .contains("refused</span>")
        .contains("127.0.0.1");
  }

  @Test
  void personActionAndTimeAreFilters() {
    note("anna", "queue-pause", AuditEntry.DONE, "mail");
    note("olga", "queue-pause", AuditEntry.FAILED, "mail");
    note("olga", "job-cancel", AuditEntry.DONE, "42");
    assertThat(ids(site.page("/audit?by=olga"))).hasSize(2);
    assertThat(ids(site.page("/audit?by=olga&action=queue-pause&after=&before="))).hasSize(1);
    assertThat(ids(site.page("/audit?after=-2h"))).hasSize(3);
    assertThat(ids(site.page("/audit?before=-2h"))).isEmpty();
    assertThat(site.page("/audit?by=nobody")).contains("Nobody has asked for such a change");
    assertThat(site.page("/audit")).contains("href=\"jobs/42\"");
  }

  /** As the API has asked, and as notes of older versions have it. */
  @Test
  void whatWasAskedForIsSaidInWords() {
    site.done("/queues/mail", Site.ADMINISTER, "do", "set", "set.deadline", "2m");
    site.done("/queues/mail", Site.OPERATE, "do", "pause", "for", "1h");
    site.done(
        "/new-job", Site.OPERATE, "kind", "note", "queue", "mail", "tags", "a, b", "delay", "90s");
    site.awa()
        .audit()
        .note(
            AuditNote.of("anna", "queue-pause", AuditEntry.DONE)
                .withTarget("mail")
                .withDetail("until", "2026-11-30T14:05:09.123456789Z")
                .withDetail("tags", "[x, y]"));
    String page = site.page("/audit");
    assertThat(page)
        .contains("<span class=\"muted\">deadline</span> 2 min</span>")
        .contains("<span class=\"muted\">tags</span> a, b</span>")
        .contains("<span class=\"muted\">tags</span> x, y</span>")
        .contains("<span class=\"muted\">until</span> 2026-11-30 14:05:09 UTC</span>")
        .containsPattern("<span class=\"muted\">delay</span> 1 min 30 s</span>")
        .doesNotContain("PT2M", "{&#34;", "[a, b]");
    assertThat(changes(site.page("/queues/mail"))).contains("deadline</span> 2 min");
    String stored =
        site.awa().audit().list(AuditFilter.newest(50)).stream()
            .map(AuditEntry::details)
            .filter(details -> details.contains("until") && !details.contains("123456789"))
            .findFirst()
            .orElseThrow();
    assertThat(stored).containsPattern("[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
  }

  private static String changes(String page) {
    int from = page.indexOf("id=\"changes\"");
    return from < 0 ? "" : page.substring(from, page.indexOf("</section>", from));
  }

  @Test
  void aQueueAJobAndAScheduleSayWhoChangedThem() {
    World world = new World(site.queue);
    site.done("/queues/mail", Site.OPERATE, "do", "pause", "pause_reason", "the deploy");
    note("anna", "job-retry", AuditEntry.REFUSED, world.dead + "," + world.available);
    note("anna", "job-cancel", AuditEntry.DONE, "" + world.available);
    note("anna", "schedule-pause", AuditEntry.DONE, "nightly");
    note("anna", "queue-drain", AuditEntry.DONE, "nightly");

    String mail = changes(site.page("/queues/mail"));
    assertThat(mail)
        .contains("olga", "queue-pause", "the deploy")
        .contains("href=\"../audit?target=queue%3Amail\"");
    assertThat(ids(site.page("/audit?target=queue%3Amail"))).hasSize(1);
    assertThat(changes(site.page("/jobs/" + world.dead))).contains("job-retry", "it is late");
    assertThat(changes(site.page("/jobs/" + world.available))).contains("job-cancel", "job-retry");
    assertThat(changes(site.page("/jobs/" + world.completed))).contains("Nobody has asked");
    assertThat(changes(site.page("/schedules/nightly")))
        .contains("schedule-pause")
        .doesNotContain("queue-drain");
    for (String token : List.of(Site.VIEW, Site.OPERATE, Site.MAIL_ONLY)) {
      assertThat(changes(site.page("/queues/mail", token))).isEmpty();
    }
    assertThat(site.page("/audit?target=mail")).contains("must be like queue:mail");
  }

  /** A page is needed most when the database suffers. */
  @Test
  void whatHasAPageIsShownAlsoWhenTheAuditCantBeRead() throws SQLException {
    World world = new World(site.queue);
    site.queue.sql("DROP TABLE awa.audit CASCADE");
    for (String page : List.of("/queues/mail", "/jobs/" + world.dead, "/schedules/nightly")) {
      assertThat(changes(site.page(page))).as(page).contains("That can’t be read now");
    }
  }

  @Test
  void aFilterThatCantBeUnderstoodSaysWhy() {
    String page = site.page("/audit?by=olga&after=yesterday");
    assertThat(page)
        .contains("The filter can’t be understood")
        .contains("must be a time like")
        .contains("value=\"yesterday\"")
        .contains("value=\"olga\"");
  }

  @Test
  void pagesGoByIdAndKeepTheFilter() {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      note(i % 2 == 0 ? "anna" : "olga", "job-cancel", AuditEntry.DONE, "" + (i + 1));
    }
    String page = site.page("/audit?by=anna");
    seen.addAll(ids(page));
    assertThat(seen).hasSize(50);
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(page);
    assertThat(next.find()).isTrue();
    String last = site.page("/" + next.group(1).replace("&amp;", "&"));
    assertThat(ids(last)).hasSize(10).doesNotContainAnyElementsOf(seen);
    assertThat(last).doesNotContain("rel=\"next\"").contains(">Newest<").doesNotContain("olga</a>");
  }

  @Test
  void whoMayNotSeeItIsToldWhy() {
    for (String token : List.of(Site.VIEW, Site.OPERATE)) {
      HttpResponse<String> answer = site.get("/audit", token);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("needs the role administer");
    }
    assertThat(site.get("/audit", Site.MAIL_ONLY).body()).contains("is about every queue");
  }

  @Test
  void nothingIsSaidInWords() {
    assertThat(site.page("/audit")).contains("Nobody has asked for a change yet");
  }

  @Test
  void noEntryBecomesPartOfAPage() {
    note(World.HOSTILE, World.HOSTILE, AuditEntry.FAILED, World.HOSTILE);
    assertThat(site.page("/audit"))
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert")
        .doesNotContain("<img src=x");
  }
}
