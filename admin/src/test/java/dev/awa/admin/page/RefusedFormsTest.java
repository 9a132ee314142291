package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.Tokens;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Forms that do nothing: of whom, and from where. */
final class RefusedFormsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private long waiting() {
    return site.awa().enqueue(Job.of("note", Map.of("n", 1)).withQueue("mail")).id();
  }

  private StoredJob job(long id) {
    return site.awa().jobs().find(id).orElseThrow();
  }

  @Test
  void whoMayNotIsRefusedAndSeesItBefore() {
    long id = waiting();
    assertThat(site.post("/queues/mail", Site.VIEW, "do", "pause").statusCode()).isEqualTo(403);
    assertThat(site.post("/jobs/" + id, Site.VIEW, "do", "cancel").statusCode()).isEqualTo(403);
    assertThat(site.post("/jobs/" + id, Site.OPERATE, "do", "delete").statusCode()).isEqualTo(403);
    assertThat(site.post("/queues/mail", Site.OPERATE, "do", "set", "set.poll", "1s").statusCode())
        .isEqualTo(403);
    assertThat(site.post("/queues/billing", Site.MAIL_ONLY, "do", "pause").statusCode())
        .isEqualTo(403);
    assertThat(site.page("/queues/mail", Site.VIEW))
        .contains("Your role, view, does not include this.");
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(site.awa().queues().show("mail").pause()).isNull();
  }

  @Test
  void aServerThatOnlyReadsChangesNothing() {
    long id = waiting();
    AdminConfig reads = AdminConfig.defaults().withReadOnly(true);
    try (Site still = new Site(site.queue, Tokens.parse(Site.TOKENS), reads)) {
      assertThat(still.page("/")).contains("Read-only");
      assertThat(still.page("/jobs/" + id)).contains("This server is read-only.");
      assertThat(still.post("/jobs/" + id, Site.ADMINISTER, "do", "cancel").statusCode())
          .isEqualTo(403);
      assertThat(still.post("/queues/mail", Site.ADMINISTER, "do", "pause").statusCode())
          .isEqualTo(403);
    }
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
  }

  @Test
  void aFormOfAnotherSiteDoesNothing() {
    long id = waiting();
    String path = "/jobs/" + id;
    List<HttpResponse<String>> answers =
        List.of(
            site.send(site.asked(path, Site.ADMINISTER).POST(Site.form("do", "cancel"))),
            site.send(
                site.asked(path, Site.ADMINISTER)
                    .header("Origin", "http://evil.example")
                    .POST(Site.form("do", "cancel"))),
            site.send(
                site.asked(path, Site.ADMINISTER)
                    .header("Sec-Fetch-Site", "cross-site")
                    .POST(Site.form("do", "cancel"))),
            site.send(
                site.asked(path, Site.ADMINISTER)
                    .header("Sec-Fetch-Site", "same-site")
                    .header("Origin", site.origin())
                    .POST(Site.form("do", "cancel"))));
    assertThat(answers).allMatch(answer -> answer.statusCode() == 403);
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
  }

  @Test
  void aLookThatIsAFormChangesNothing() {
    assertThat(site.get("/queues/mail?do=pause", Site.ADMINISTER).statusCode()).isEqualTo(200);
    assertThat(site.awa().queues().show("mail").pause()).isNull();
  }
}
