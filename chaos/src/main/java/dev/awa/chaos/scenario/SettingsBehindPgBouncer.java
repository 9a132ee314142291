package dev.awa.chaos.scenario;

import dev.awa.QueueChange;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Eventually;
import dev.awa.lab.PgBouncer;
import java.util.List;

/**
 * Three workers share the sessions of a PgBouncer, so no word reaches them, and one of them is
 * stopped. What is set of their queue the other two must take at their next look, and the third
 * when it goes on.
 */
final class SettingsBehindPgBouncer implements Scenario {
  private static final int SESSIONS = 4;
  private static final int JOBS = 50;

  @Override
  public String name() {
    return "settings-behind-pgbouncer";
  }

  @Override
  public String about() {
    return "settings of a queue are changed behind PgBouncer while one of three workers stands"
        + " still";
  }

  @Override
  public String faults() {
    return "D13, W6";
  }

  @Override
  public void run(Lab lab) throws Exception {
    PgBouncer pooler = PgBouncerKilled.start(lab, SESSIONS);
    List<WorkerChild> workers = lab.workers().startAllAt(pooler.port(), "w1", "w2", "w3");
    WorkerChild frozen = workers.getLast();
    lab.producers().enqueueQuick(JOBS);
    for (int concurrency : lab.isShort() ? new int[] {7} : new int[] {7, 3, 11, 1, 20}) {
      lab.injected();
      frozen.pause();
      long begun = System.nanoTime();
      set(lab, concurrency);
      for (WorkerChild other : workers.subList(0, 2)) {
        awaitTaken(lab, other, concurrency);
      }
      lab.note(
          "settings taken by two of three behind PgBouncer after %d ms"
              .formatted((System.nanoTime() - begun) / 1_000_000));
      frozen.resume();
      awaitTaken(lab, frozen, concurrency);
      frozen.recovered();
      lab.producers().enqueueQuick(JOBS);
    }
  }

  private static void set(Lab lab, int concurrency) {
    lab.database()
        .awa()
        .queues()
        .set(Lab.QUEUE, (QueueChange change) -> change.concurrency(concurrency), "chaos");
  }

  private static void awaitTaken(Lab lab, WorkerChild worker, int concurrency) {
    Eventually.holds(
        worker.name() + " runs " + concurrency,
        Lab.PATIENCE,
        () ->
            lab.database()
                    .number(
                        """
                        SELECT count(*) FROM awa.workers w JOIN awa.beats b ON b.worker_id = w.id
                        WHERE w.name = '%s' AND w.dead_since IS NULL
                          AND b.runs_with -> '%s' ->> 'concurrency' = '%d'\
                        """
                            .formatted(worker.name(), Lab.QUEUE, concurrency))
                > 0);
  }
}
