package dev.awa.admin.doctor;

import dev.awa.Handling;
import dev.awa.Unhandled;
import dev.awa.schedule.StoredSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Schedules that should have fired, and those whose jobs nobody can run. */
final class SchedulesExam implements Exam {
  private static final int SHOWN = 10;

  private final Duration late;

  SchedulesExam() {
    this(Duration.ofSeconds(30));
  }

  /** Finds schedules that are overdue by more than this. */
  SchedulesExam(Duration late) {
    this.late = late;
  }

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public String about() {
    return "schedules that should have fired and have not, and whose kind nobody handles";
  }

  @Override
  public boolean looksAtTheQueue() {
    return true;
  }

  @Override
  public List<Finding> on(Patient patient) {
    List<StoredSchedule> schedules =
        patient.awa().schedules().list().stream()
            .filter(one -> one.state() == StoredSchedule.State.ACTIVE)
            .toList();
    List<StoredSchedule> overdue =
        schedules.stream().filter(one -> one.overdue().compareTo(late) > 0).toList();
    List<Finding> findings = new ArrayList<>();
    overdue.stream().limit(SHOWN).forEach(one -> findings.add(late(one)));
    if (overdue.size() > SHOWN) {
      findings.add(
          problem(
              "more schedules do not fire",
              overdue.size() - SHOWN + " besides those named",
              "their jobs are not there when they should be",
              "see exam queue: who leads; awa schedule list"));
    }
    Handling handling = patient.awa().workers().handling();
    schedules.stream()
        .flatMap(one ->
            handling
                .missing(one.queue(), one.kind(), 0)
                .map(missing -> unhandled(one, missing))
                .stream())
        .limit(SHOWN)
        .forEach(findings::add);
    return findings;
  }

  private Finding late(StoredSchedule one) {
    return problem(
        "schedule " + one.name() + " does not fire",
        "it is overdue by " + Ago.words(one.overdue()) + ": " + one.expression(),
        "its jobs are not there when they should be",
        "awa schedule show " + Quoted.word(one.name()) + " says why; see exam queue: who leads");
  }

  private Finding unhandled(StoredSchedule schedule, Unhandled missing) {
    return warning(
        "nobody can run the jobs of schedule " + schedule.name(),
        missing.words(),
        "its jobs are put back again and again",
        "start a worker that has the handler, or: awa schedule pause "
            + Quoted.word(schedule.name()));
  }
}
