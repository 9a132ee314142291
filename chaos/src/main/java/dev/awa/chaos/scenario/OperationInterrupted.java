package dev.awa.chaos.scenario;

import dev.awa.Action;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.RawJson;
import dev.awa.StoredOperation;
import dev.awa.chaos.lab.Barrier;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.lab.Proxy.Side;
import java.util.Collections;

/**
 * The leader is killed while it works off an operation over many waiting jobs: before a chunk, in
 * the middle of one, and after the commit of one. Each job must be edited once, and be counted. The
 * jobs wait in a queue that nobody serves; they are no jobs of the ledger.
 */
final class OperationInterrupted implements Scenario {
  private static final String QUEUE = "operated";
  private static final String CHUNK = ".work_operation(";
  private static final int BATCH = 1000;

  @Override
  public String name() {
    return "operation-interrupted";
  }

  @Override
  public String about() {
    return "the leader is killed before, amid and after a chunk of an operation over many jobs";
  }

  @Override
  public String faults() {
    return "C1";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int jobs = lab.isShort() ? 20_000 : 200_000;
    Awa awa = lab.database().awa();
    fill(awa, jobs);
    Barrier barrier =
        lab.barrier("UPDATE ON awa.operations", "NEW.place IS DISTINCT FROM OLD.place");
    Fleet fleet = new Fleet(lab);
    WorkerChild first = fleet.add();
    fleet.add().awaitStarted();
    first.awaitStarted();
    try (Load load = lab.producers().load()) {
      fleet.replace(fleet.hold(Side.BEFORE, CHUNK, () -> submit(awa, 7)).worker());
      requireEdited(lab, jobs, 1);
      barrier.raise();
      submit(awa, 8);
      fleet.killLeaderBehind(barrier);
      requireEdited(lab, jobs, 2);
      fleet.replace(fleet.hold(Side.AFTER, CHUNK, () -> submit(awa, 9)).worker());
      requireEdited(lab, jobs, 3);
      load.awaitMore(50);
    }
    awa.queues().purge(QUEUE, "chaos");
  }

  private static void fill(Awa awa, int jobs) {
    for (int i = 0; i < jobs; i += BATCH) {
      awa.enqueueAll(
          Collections.nCopies(BATCH, Job.of("operated", new RawJson("{}")).withQueue(QUEUE)));
    }
  }

  private static void submit(Awa awa, int attempts) {
    JobFilter all = JobFilter.newest(1).withQueue(QUEUE);
    awa.operations().submit(all, Action.edit(c -> c.maxAttempts(attempts)), "chaos", "chaos");
  }

  /** The newest operation ends, and so many operations have edited each job once. */
  private static void requireEdited(Lab lab, int jobs, int operations) {
    Awa awa = lab.database().awa();
    Eventually.holds(
        "the operation ends",
        Lab.PATIENCE,
        () -> awa.operations().list(1).getFirst().state() == StoredOperation.State.DONE);
    require("changed", jobs, awa.operations().list(1).getFirst().counts().changed());
    require("waiting", jobs, awa.queues().stats(QUEUE).available());
    require(
        "edited by each operation",
        jobs,
        lab.database()
            .number(
                """
                SELECT count(*)
                FROM (SELECT max(run_no) AS newest
                      FROM awa.ready_entries
                      WHERE lane IN (SELECT lane FROM awa.lanes WHERE queue = '%s')
                      GROUP BY job_id) AS j
                WHERE j.newest = %d\
                """
                    .formatted(QUEUE, operations + 1)));
  }

  private static void require(String what, long wanted, long is) {
    if (is != wanted) {
      throw new IllegalStateException(what + ": " + is + " jobs, not " + wanted);
    }
  }
}
