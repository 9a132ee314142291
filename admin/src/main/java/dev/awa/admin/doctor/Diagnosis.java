package dev.awa.admin.doctor;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the doctor has looked at, and what he has found.
 *
 * @param at when the doctor began to look, by the clock of this machine
 * @param exams all that was looked at, in order
 * @param findings what was found, the worst first
 */
public record Diagnosis(Instant at, List<Examined> exams, List<Finding> findings) {
  /** Copies the lists; sorts the findings. */
  public Diagnosis {
    exams = List.copyOf(exams);
    findings = findings.stream().sorted(Comparator.comparing(Finding::level).reversed()).toList();
  }

  /** The worst level that was found; empty when nothing was. */
  public Optional<Level> worst() {
    return findings.stream().map(Finding::level).findFirst();
  }

  /** Whether everything could be looked at. */
  public boolean isComplete() {
    return exams.stream().allMatch(exam -> exam.failure() == null);
  }
}
