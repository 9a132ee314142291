package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Examined;
import dev.awa.admin.doctor.Finding;
import dev.awa.admin.doctor.Level;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the doctor has found, on a page. */
final class DoctorPageTest {
  private static final Now NOW = new Now(Instant.EPOCH, ZoneOffset.UTC);

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whatIsWrongComesWithWhatMendsItAndAllThatWasLookedAt() {
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
    String page = site.page("/doctor");
    assertThat(page)
        .contains("Jobs wait in queues without a worker.")
        .contains("on which no worker works: mail")
        .contains("start a worker with these queues")
        .contains("href=\"#exam-queue\"")
        .contains("id=\"exam-queue\"")
        .contains("id=\"exam-schedules\"")
        .contains("Look again");
    assertThat(page.indexOf(">problem<")).isPositive().isLessThan(page.indexOf(">note<"));
    assertThat(page.indexOf("What is wrong")).isLessThan(page.indexOf("What was looked at"));
  }

  /** An examination is no small thing: the page does not ask again by itself. */
  @Test
  void thePageIsStill() {
    assertThat(site.page("/doctor")).doesNotContain("data-live");
    assertThat(site.page("/storage")).contains("data-live");
  }

  @Test
  void whoMayNotSeeItIsToldWhy() {
    for (String token : List.of(Site.VIEW, Site.OPERATE)) {
      HttpResponse<String> answer = site.get("/doctor", token);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("needs the role administer");
      assertThat(site.page("/", token)).doesNotContain("Ask the doctor");
    }
    assertThat(site.get("/doctor", Site.MAIL_ONLY).body()).contains("is about every queue");
    assertThat(site.page("/", Site.MAIL_ONLY)).doesNotContain("href=\"doctor\"");
    assertThat(site.page("/")).contains("Ask the doctor");
  }

  private static DoctorPage page(Level level, String failure) {
    Finding finding = new Finding("roles", level, "found", "seen", "hence", "mend");
    return new DoctorPage(
        new Diagnosis(
            Instant.EPOCH,
            List.of(
                new Examined("roles", "roles", null),
                new Examined("clock", "clock", failure.isEmpty() ? null : failure)),
            List.of(finding)),
        NOW);
  }

  @Test
  void anExamIsWellUnlessThereIsSomethingToDo() {
    DoctorPage noted = page(Level.NOTE, "");
    assertThat(noted.diagnosis().exams()).allMatch(noted::isWell);
    assertThat(noted.outcome(noted.diagnosis().exams().getFirst())).isEqualTo("1 note");
    DoctorPage warned = page(Level.WARNING, "it took longer than 1 s");
    assertThat(warned.diagnosis().exams()).noneMatch(warned::isWell);
    assertThat(warned.outcome(warned.diagnosis().exams().getLast())).isEqualTo("not looked at");
  }

  @Test
  void aSettingKeepsItsName() {
    Finding off = new Finding("server", Level.PROBLEM, "fsync is off", "fsync = off", "", "");
    assertThat(DoctorPage.title(off)).isEqualTo("fsync is off.");
    Finding old = new Finding("server", Level.PROBLEM, "the server is old", "13", "", "");
    assertThat(DoctorPage.title(old)).isEqualTo("The server is old.");
  }

  @Test
  void nothingIsSaidInWords() {
    Diagnosis well =
        new Diagnosis(Instant.EPOCH, List.of(new Examined("clock", "clock", null)), List.of());
    assertThat(new DoctorPage(well, NOW).quiet())
        .isEqualTo("All 1 things that were looked at are well.");
    Diagnosis partly =
        new Diagnosis(Instant.EPOCH, List.of(new Examined("clock", "clock", "no")), List.of());
    assertThat(new DoctorPage(partly, NOW).quiet()).contains("see below what could not");
  }
}
