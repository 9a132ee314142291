package dev.awa.admin.page;

import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Examined;
import dev.awa.admin.doctor.Finding;
import dev.awa.admin.doctor.Level;
import java.time.Instant;
import java.util.List;

/** What is wrong with the queue and its server, what follows of it, and what mends it? */
record DoctorPage(Diagnosis diagnosis, Instant now) {
  static Page of(Visit visit) {
    DoctorPage page = new DoctorPage(visit.get(Diagnosis.class, "/doctor"), Instant.now());
    return Page.of("Doctor", "doctor", out -> JtedoctorGenerated.render(out, null, page));
  }

  /** What was found in a few words. */
  String heading() {
    return diagnosis.findings().isEmpty()
        ? "nothing"
        : Words.count(diagnosis.findings().size(), "finding") + ", worst first";
  }

  /** What is said when nothing was found. */
  String quiet() {
    return diagnosis.isComplete()
        ? "All " + diagnosis.exams().size() + " things that were looked at are well."
        : "What could be looked at is well; see below what could not.";
  }

  /** What is wrong, as a sentence; the name of a setting at its beginning stays as it is. */
  static String title(Finding finding) {
    String first = finding.found().split(" ", 2)[0];
    return finding.evidence().startsWith(first + " = ")
        ? finding.found() + "."
        : Words.sentence(finding.found());
  }

  static boolean isSevere(Finding finding) {
    return finding.level() == Level.PROBLEM;
  }

  static String icon(Finding finding) {
    return finding.level() == Level.NOTE ? "info" : "late";
  }

  /** What an exam came to, in words. */
  String outcome(Examined exam) {
    int found = foundBy(exam).size();
    if (exam.failure() != null) {
      return "not looked at";
    }
    return found == 0 ? "well" : Words.count(found, isWell(exam) ? "note" : "finding");
  }

  private List<Finding> foundBy(Examined exam) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.exam().equals(exam.exam()))
        .toList();
  }

  /** Whether an exam found nothing to do: notes don't count. */
  boolean isWell(Examined exam) {
    return exam.failure() == null
        && foundBy(exam).stream().allMatch(finding -> finding.level() == Level.NOTE);
  }
}
