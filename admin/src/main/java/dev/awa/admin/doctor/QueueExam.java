package dev.awa.admin.doctor;

import dev.awa.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code awa health} looks at, with what follows of it. */
final class QueueExam implements Exam {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  /** What follows when a check is not well, and what to do. */
  private static final Map<String, Told> TOLD =
      Map.ofEntries(
          told(
              "leader",
              "nobody leads",
              "nothing is promoted, rescued, fired or emptied",
              "start a worker or awa maintain, or call awa tick from a timer"),
          told("workers", "no worker is alive", "nothing runs", "start a worker"),
          told(
              "rescue",
              "dead workers wait for their rescue",
              "jobs of dead workers stay where they are",
              "see in the leader's log what keeps the rescue; awa storage status shows who leads"),
          told(
              "operations",
              "an operation over many jobs stands still",
              "its jobs stay as they are",
              "awa operation list, awa operation show ID; awa storage status says who keeps what"),
          told(
              "promotion",
              "deferred jobs are late",
              "delayed jobs, retries and fires come late",
              "see in the leader's log what keeps the promotion"),
          told(
              "ring",
              "the ring of segments is nearly full",
              "when the ring is full, the leader carries what is left, and that costs more",
              "awa storage status says what keeps each segment"),
          told(
              "queues",
              "jobs wait in queues without a worker",
              "these jobs wait for ever",
              "start a worker with these queues; if a name is misspelt, move its jobs: awa"
                  + " operation submit edit queue:NAME --to-queue OTHER --reason TEXT"),
          told(
              "handlers",
              "jobs wait whose kind nobody handles",
              "these jobs are put back again and again and never run",
              "deploy a worker that has the handler, or cancel the jobs: awa operation submit"
                  + " cancel kind:NAME --reason TEXT"),
          told(
              "steps",
              "a step of a worker fails again and again",
              "the worker does less than it should",
              "see the error, and the worker's log"),
          told(
              "time_zones",
              "workers do not agree on the rules of time zones",
              "a schedule may fire at another hour when another worker leads",
              "give all workers the same Java release"));

  private record Told(String found, String consequence, String remedy) {}

  private static Map.Entry<String, Told> told(
      String check, String found, String consequence, String remedy) {
    return Map.entry(check, new Told(found, consequence, remedy));
  }

  /** Checks that have an exam of their own. */
  private static final Set<String> ELSEWHERE = Set.of("schema", "schedules");

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public String about() {
    return "who leads, which workers are alive, what is late, kinds without a handler";
  }

  @Override
  public List<Finding> on(Patient patient) {
    return patient.awa().health(WITHIN).checks().stream()
        .filter(check -> check.status() != Health.Status.UP)
        .filter(check -> !ELSEWHERE.contains(check.name()))
        .map(this::finding)
        .toList();
  }

  private Finding finding(Health.Check check) {
    Told told =
        TOLD.getOrDefault(
            check.name(),
            new Told(
                check.name() + " is down", "no job can be enqueued or run", "what the words say"));
    return problem(told.found(), check.words(), told.consequence(), told.remedy());
  }
}
