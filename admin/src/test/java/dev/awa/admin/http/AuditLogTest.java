package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import dev.awa.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Each change that is asked for is in the audit: who, what, of which jobs, and what became of it.
 */
final class AuditLogTest {
  private final Api api = new Api();

  private List<AuditEntry> entries() {
    return api.awa().audit().list(AuditFilter.newest(1000));
  }

  private AuditEntry last() {
    return entries().getFirst();
  }

  @Test
  void aChangeOfAQueueIsNoted() {
    Asked pause =
        Asked.of("POST", "/queues/mail/pause")
            .json("{\"reason\":\"deploy\"}")
            .from("192.0.2.7")
            .with("X-Request-Id", "r-1");
    assertThat(api.as(Api.OPERATE, pause).status()).isEqualTo(200);

    AuditEntry entry = last();
    assertThat(entry.by()).isEqualTo("olga");
    assertThat(entry.action()).isEqualTo("queue-pause");
    assertThat(entry.target()).isEqualTo("mail");
    assertThat(entry.details()).isEqualTo("{\"reason\": \"deploy\"}");
    assertThat(entry.jobs()).isNull();
    assertThat(entry.outcome()).isEqualTo(AuditEntry.DONE);
    assertThat(entry.from()).isEqualTo("192.0.2.7");
    assertThat(entry.request()).isEqualTo("r-1");
  }

  @Test
  void severalJobsAreNotedWithTheirIdsAndHowManyWereChanged() {
    long one = api.awa().enqueue(Job.of("weigh", 1).withQueue("mail")).id();
    api.post("/jobs/cancel", "{\"ids\":[" + one + ",77777]}");

    assertThat(last().target()).isEqualTo(one + ",77777");
    assertThat(last().jobs()).isEqualTo(1);
    api.post("/dead-letters/purge", "{\"filter\":\"queue:mail\"}");
    assertThat(last().details()).contains("\"filter\": \"queue:mail\"");
    assertThat(last().jobs()).isZero();
  }

  @Test
  void aVerbIsNotedAsItIsAskedFor() {
    String move = "{\"action\":\"move_to_dead_letters\",\"all\":true,\"reason\":\"x\"}";
    api.refused(409, Asked.of("POST", "/operations").json(move)); // no job is failed
    assertThat(last().details()).contains("\"action\": \"move_to_dead_letters\"");
  }

  @Test
  void aJobThatSomebodyEnqueuesIsFoundByItsId() {
    api.ok(Asked.of("POST", "/jobs").json("{\"kind\":\"weigh\",\"queue\":\"mail\"}"));
    AuditEntry entry = last();
    assertThat(entry.action()).isEqualTo("job-enqueue");
    assertThat(entry.details()).contains("\"queue\": \"mail\"");
    AuditFilter ofJob = AuditFilter.newest(10).withTarget("job:" + entry.target());
    assertThat(api.awa().audit().list(ofJob)).containsExactly(entry);
    assertThat(api.awa().jobs().find(Long.parseLong(String.valueOf(entry.target())))).isPresent();
  }

  @Test
  void argumentsAreNotNoted() {
    long id = api.awa().enqueue(Job.of("weigh", 1).withQueue("mail")).id();
    api.ok(Asked.of("PATCH", "/jobs/" + id).json("{\"args\":{\"pin\":4711}}"));

    assertThat(last().details()).isEqualTo("{\"args\": \"***\"}");
    assertThat(last().jobs()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedIsNotedToo() {
    Api.problem(403, api.as(Api.VIEW, Asked.of("POST", "/queues/mail/pause")));
    assertThat(last().outcome()).isEqualTo(AuditEntry.REFUSED);
    assertThat(last().why()).contains("needs the role operate");
    assertThat(last().target()).isEqualTo("mail");
    Api.problem(403, api.as(Api.VIEW, Asked.of("POST", "/queues/~Yi9j/pause")));
    assertThat(last().target()).isEqualTo("b/c");
    Api.problem(403, api.as(Api.VIEW, Asked.of("POST", "/queues/a%00%zz/pause")));
    assertThat(last().target()).isEqualTo("a%00%zz");
    Api.problem(404, api.as(Api.OPERATE, Asked.of("POST", "/jobs/77777/cancel")));
    assertThat(last().target()).isEqualTo("77777");
    assertThat(last().why()).contains("there is none");
  }

  @Test
  void looksAreNotNoted() {
    api.get("/queues");
    assertThat(entries()).isEmpty();
  }

  @Test
  void aServerThatChangesNothingNotesNothing() {
    Api reading = new Api(AdminConfig.defaults().withReadOnly(true));
    Api.problem(403, reading.as(Api.OPERATE, Asked.of("POST", "/queues/mail/pause")));
    assertThat(reading.awa().audit().list(AuditFilter.newest(10))).isEmpty();
  }

  @Test
  void failedLoginsAreNotedOnceWhenThereAreTooMany() {
    Asked wrong = Asked.get("/queues").with("Authorization", "Bearer nobody-nobody-nobody");
    for (int i = 0; i < FailedLogins.MOST + 5; i++) {
      api.answer(wrong.from("192.0.2.9"));
    }
    assertThat(entries()).hasSize(1);
    assertThat(last().action()).isEqualTo("login");
    assertThat(last().from()).isEqualTo("192.0.2.9");
    assertThat(last().why()).contains("20 logins have failed");
  }

  @Test
  void theRouteFindsEntries() {
    api.as(Api.OPERATE, Asked.of("POST", "/queues/mail/pause"));
    api.as(Api.ADMINISTER, Asked.of("POST", "/queues/mail/resume"));

    JsonNode page = api.get("/audit?limit=1");
    assertThat(page.get(0).get("action").asString()).isEqualTo("queue-resume");
    JsonNode next = api.get("/audit?older_than=" + page.get(0).get("id").asLong());
    assertThat(next.get(0).get("by").asString()).isEqualTo("olga");
    assertThat(next.get(0).get("details").isObject()).isTrue();
    assertThat(api.get("/audit?by=nobody&action=queue-pause").size()).isZero();
    assertThat(api.get("/audit?before=2020-01-01T00:00:00Z").size()).isZero();
    Api.problem(403, api.as(Api.OPERATE, Asked.get("/audit")));
    Api.problem(403, api.as(Api.MAIL_ONLY, Asked.get("/audit")));
  }

  @Test
  void whoMayChangeNothingDoesNotFillTheTable() {
    List<AuditNote> kept = new ArrayList<>();
    AtomicLong now = new AtomicLong();
    AuditLog log = new AuditLog(kept::add, now::get);
    for (int i = 0; i < 100; i++) {
      log.note(AuditNote.of("vera", "queue-pause", AuditEntry.REFUSED));
    }
    assertThat(kept).hasSize(AuditLog.A_MINUTE);
    log.note(AuditNote.of("olga", "queue-pause", AuditEntry.DONE));
    assertThat(kept).hasSize(AuditLog.A_MINUTE + 1);
    now.set(60_000_000_000L);
    log.note(AuditNote.of("vera", "queue-pause", AuditEntry.REFUSED));
    assertThat(kept.getLast().details()).containsEntry("refused before and not kept", "40");
  }

  @Test
  void whoLogsInAgainAndAgainDoesNotFillTheTable() {
    List<AuditNote> kept = new ArrayList<>();
    AtomicLong now = new AtomicLong();
    AuditLog log = new AuditLog(kept::add, now::get);
    for (int i = 0; i < 100; i++) {
      log.note(AuditNote.of("vera", "login", AuditEntry.DONE));
    }
    assertThat(kept).hasSize(AuditLog.A_MINUTE);
    log.note(AuditNote.of("vera", "queue-pause", AuditEntry.REFUSED));
    assertThat(kept).hasSize(AuditLog.A_MINUTE + 1);
    now.set(60_000_000_000L);
    log.note(AuditNote.of("vera", "login", AuditEntry.DONE));
    assertThat(kept.getLast().details()).containsEntry("logged in before and not kept", "40");
  }

  @Test
  void aChangeIsAnsweredAlsoWhenItCantBeNoted() throws Exception {
    api.queue.sql("DROP TABLE awa.audit CASCADE");
    assertThat(api.as(Api.OPERATE, Asked.of("POST", "/queues/mail/pause")).status()).isEqualTo(200);
    assertThat(Set.copyOf(api.get("/queues").findValuesAsString("queue"))).contains("mail");
  }
}
