package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import dev.awa.client.Audit;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people asked for is noted, found again, and kept for its time. */
final class AuditTest {
  private final TestQueue queue = TestQueue.create();
  private final Audit audit = queue.awa().audit();

  private void note(String by, String action) {
    audit.note(AuditNote.of(by, action, AuditEntry.DONE));
  }

  private static List<String> names(List<AuditEntry> entries) {
    return entries.stream().map(entry -> entry.by() + " " + entry.action()).toList();
  }

  @Test
  void aFilterThatNoDatabaseCanReadIsRefused() {
    AuditFilter newest = AuditFilter.newest(1);
    for (AuditFilter wrong :
        List.of(
            newest.withBy("a\0b"),
            newest.withBy(""),
            newest.withAction("x".repeat(201)),
            newest.withTarget("queue:" + "x".repeat(201)),
            newest.withTarget("queue:a\0b"),
            newest.withAfter(Instant.MAX),
            newest.withBefore(Instant.MIN))) {
      assertThatThrownBy(() -> audit.list(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anEntryHasWhatWasNoted() {
    Instant before = Instant.now().minusSeconds(60);
    audit.note(
        AuditNote.of("jo", "queue-drain", AuditEntry.FAILED)
            .withTarget("mail")
            .withDetail("reason", "wrong \"import\"")
            .withDetail("filter", "queue:mail")
            .withJobs(7L)
            .withWhy("the database was gone")
            .withFrom("192.0.2.1")
            .withRequest("abc"));

    AuditEntry entry = audit.list(AuditFilter.newest(10)).getFirst();
    assertThat(entry.at()).isBetween(before, Instant.now().plusSeconds(60));
    assertThat(entry)
        .isEqualTo(
            new AuditEntry(
                entry.id(),
                entry.at(),
                "jo",
                "queue-drain",
                "mail",
                "{\"filter\": \"queue:mail\", \"reason\": \"wrong \\\"import\\\"\"}",
                7L,
                AuditEntry.FAILED,
                "the database was gone",
                "192.0.2.1",
                "abc"));
  }

  @Test
  void entriesAreFoundByPersonActionAndTimePageByPage() {
    note("jo", "queue-pause");
    note("mia", "queue-pause");
    note("jo", "queue-resume");

    AuditFilter two = AuditFilter.newest(2);
    List<AuditEntry> page = audit.list(two);
    assertThat(names(page)).containsExactly("jo queue-resume", "mia queue-pause");
    assertThat(names(audit.list(two.withOlderThan(page.getLast().id()))))
        .containsExactly("jo queue-pause");
    assertThat(names(audit.list(two.withBy("mia")))).containsExactly("mia queue-pause");
    assertThat(names(audit.list(two.withAction("queue-resume"))))
        .containsExactly("jo queue-resume");
    Instant middle = page.getLast().at();
    assertThat(names(audit.list(two.withAfter(middle)))).containsExactly("jo queue-resume");
    assertThat(names(audit.list(two.withBefore(middle)))).containsExactly("jo queue-pause");
    assertThatThrownBy(() -> AuditFilter.newest(1001)).hasMessageStartingWith("limit:");
  }

  private void noteOf(String action, String target) {
    audit.note(AuditNote.of("jo", action, AuditEntry.DONE).withTarget(target));
  }

  private List<String> of(String target) {
    return audit.list(AuditFilter.newest(10).withTarget(target)).stream()
        .map(entry -> entry.action() + " " + entry.target())
        .toList();
  }

  /** A queue and a schedule may have one name, and a name may be a number. */
  @Test
  void entriesAreFoundByWhatTheyAreOf() {
    noteOf("queue-pause", "nightly");
    noteOf("schedule-pause", "nightly");
    noteOf("queue-pause", "17");
    noteOf("job-cancel", "17");
    noteOf("job-retry", "16,17,18");
    noteOf("dead-letters-move", "17");
    noteOf("job-retry", "117,170");
    noteOf("queue-resume", "16,17");
    noteOf("queue-drain", "a:b");
    noteOf("operation-stop", "17");

    assertThat(of("queue:nightly")).containsExactly("queue-pause nightly");
    assertThat(of("schedule:nightly")).containsExactly("schedule-pause nightly");
    assertThat(of("queue:17")).containsExactly("queue-pause 17");
    assertThat(of("job:17"))
        .containsExactly("dead-letters-move 17", "job-retry 16,17,18", "job-cancel 17");
    assertThat(of("job:7")).isEmpty();
    assertThat(of("queue:a:b")).containsExactly("queue-drain a:b");
    assertThat(of("operation:17")).containsExactly("operation-stop 17");
    AuditFilter of = AuditFilter.newest(1).withTarget("job:17");
    long newest = audit.list(of).getFirst().id();
    assertThat(audit.list(of.withOlderThan(newest)).getFirst().target()).isEqualTo("16,17,18");
    assertThat(audit.list(of.withAction("job-cancel")).getFirst().target()).isEqualTo("17");
    assertThat(audit.list(of.withBy("mia"))).isEmpty();
    for (String wrong : List.of("", "mail", ":mail", "queue:", "Queue:mail")) {
      assertThatThrownBy(() -> AuditFilter.newest(1).withTarget(wrong))
          .hasMessageStartingWith("target: must be like queue:mail");
    }
  }

  /** A target that no index could hold is kept all the same. */
  @Test
  void aLongTargetIsKept() {
    String ids = IntStream.range(0, 200).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String odd =
        IntStream.range(0, 1000)
            .mapToObj(i -> "" + (char) (0x4E00 + i * 7))
            .collect(Collectors.joining());
    noteOf("job-retry", ids);
    noteOf("shop-close", odd);
    assertThat(of("job:150")).hasSize(1);
    assertThat(audit.list(AuditFilter.newest(10))).hasSize(2);
  }

  @Test
  void aNoteIsPartOfTheCallersTransaction() throws Exception {
    try (Connection tx = queue.begin()) {
      audit.note(tx, AuditNote.of("jo", "queue-pause", AuditEntry.DONE));
      tx.rollback();
    }
    assertThat(audit.list(AuditFilter.newest(10))).isEmpty();
  }

  @Test
  void textsThatAreTooLongOrCantBeStoredAreCut() {
    audit.note(
        AuditNote.of("jo", "queue-pause", AuditEntry.DONE)
            .withTarget("x".repeat(2000))
            .withRequest("\u0000\ud800")
            .withDetail("reason", "y".repeat(2000)));

    AuditEntry entry = audit.list(AuditFilter.newest(1)).getFirst();
    assertThat(entry.target()).hasSize(1000);
    assertThat(entry.request()).isEqualTo("\ufffd\ufffd");
    assertThat(entry.details()).hasSizeLessThan(1100);
    assertThatThrownBy(() -> AuditNote.of("jo", "x", "perhaps")).hasMessageStartingWith("outcome");
    assertThatThrownBy(() -> note("", "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entriesAreKeptForTheirTime() throws Exception {
    note("jo", "old");
    queue.sql("UPDATE awa.audit SET asked_at = now() - interval '8 days'");
    note("jo", "new");
    queue.awa().storage().change(s -> s.withKeepAudit(java.time.Duration.ofDays(7)), "test");

    queue.transaction(tx -> {
      var lead =
          queue
              .engine()
              .leadership()
              .lead(tx, queue.worker(), java.time.Duration.ofHours(1))
              .mine()
              .orElseThrow();
      queue.engine().history().purge(tx, lead, 100);
    });
    assertThat(names(audit.list(AuditFilter.newest(10)))).containsExactly("jo new");
  }
}
