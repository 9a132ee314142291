package dev.awa.admin.page;

import dev.awa.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What needs attention, worst first. */
final class Findings {
  /** What it means that a check is not well, and where to go. */
  private record Meaning(String title, String way, String place) {}

  private static final Map<String, Meaning> MEANINGS =
      Map.of(
          "database", new Meaning("The database does not answer", "See workers", "workers"),
          "schema", new Meaning("The schema is not as it must be", "See storage", "storage"),
          "leader", new Meaning("Nobody does the maintenance", "See workers", "workers"),
          "workers", new Meaning("No worker is alive", "See workers", "workers"),
          "rescue", new Meaning("Dead workers wait for their rescue", "See workers", "workers"),
          "promotion",
              new Meaning("Due jobs are late", "See scheduled jobs", "jobs?q=state%3Ascheduled"),
          "ring", new Meaning("Segments are not emptied", "See storage", "storage"),
          "queues", new Meaning("Jobs wait where nobody works", "See queues", "queues"),
          "handlers", new Meaning("Jobs wait that nobody handles", "See workers", "workers"),
          "steps", new Meaning("Steps of workers fail", "See workers", "workers"));

  private static final int SHOWN = 10;

  /** After so long a job waits longer than it should: as the alert AwaQueueLag has it. */
  static final Duration LATE = Duration.ofMinutes(5);

  private Findings() {}

  static List<Finding> of(List<Health.Check> checks, List<QueueRow> queues) {
    List<Finding> all = new ArrayList<>();
    checks.stream()
        .filter(check -> check.status() != Health.Status.UP)
        .sorted(Comparator.comparing(Health.Check::status).reversed())
        .forEach(check -> all.add(of(check)));
    queues.stream() // of one without a worker a check has said it, where there are checks
        .filter(queue -> isLate(queue) && (queue.workers() > 0 || checks.isEmpty()))
        .sorted(Comparator.comparing(QueueRow::waits).reversed())
        .limit(SHOWN)
        .forEach(queue -> all.add(late(queue)));
    queues.stream()
        .filter(QueueRow::isPaused)
        .limit(SHOWN)
        .forEach(queue -> all.add(paused(queue)));
    queues.stream()
        .filter(queue -> queue.stats().deadLetters() > 0)
        .sorted(Comparator.comparingLong((QueueRow row) -> row.stats().deadLetters()).reversed())
        .limit(SHOWN)
        .forEach(queue -> all.add(dead(queue)));
    return all;
  }

  private static Finding of(Health.Check check) {
    Meaning meaning =
        MEANINGS.getOrDefault(
            check.name(),
            new Meaning(Words.spaced(check.name()) + " is not well", "See workers", "workers"));
    return new Finding(
        true,
        "late",
        meaning.title(),
        Words.sentence(check.words()),
        meaning.way(),
        meaning.place());
  }

  private static boolean isLate(QueueRow queue) {
    return !queue.isPaused() && queue.waits().compareTo(LATE) > 0;
  }

  private static Finding late(QueueRow queue) {
    String workers =
        queue.workers() == 0
            ? "No worker works on it."
            : Words.count(queue.workers(), "worker") + " can't keep up, or can't claim.";
    return new Finding(
        true,
        "late",
        "Queue " + queue.name() + " is late",
        "Its oldest job has waited for "
            + Words.span(queue.waits())
            + ", and "
            + Words.count(queue.stats().available(), "job")
            + (queue.stats().available() == 1 ? " waits. " : " wait. ")
            + workers,
        "See " + queue.name(),
        "queues/" + Words.segment(queue.name()));
  }

  private static Finding paused(QueueRow queue) {
    return new Finding(
        false,
        "pause",
        "Queue " + queue.name() + " is paused",
        Words.count(queue.stats().available(), "job")
            + (queue.stats().available() == 1 ? " waits in it" : " wait in it")
            + (queue.lag() == null ? "." : ", the oldest for " + Words.span(queue.lag()) + "."),
        "See " + queue.name(),
        "queues/" + Words.segment(queue.name()));
  }

  private static Finding dead(QueueRow queue) {
    return new Finding(
        false,
        "dead",
        Words.count(queue.stats().deadLetters(), "dead letter") + " in queue " + queue.name(),
        queue.stats().deadLetters() == 1
            ? "It failed for good and waits for somebody who runs it again or deletes it."
            : "They failed for good and wait for somebody who runs them again or deletes them.",
        "See dead letters",
        "dead-letters?q=" + Words.query("queue:" + FilterWords.quoted(queue.name())));
  }
}
