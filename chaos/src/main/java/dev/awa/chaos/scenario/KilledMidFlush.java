package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Barrier;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Eventually;

/**
 * A worker is killed while the server is in the middle of its flush. The flush goes on when the
 * worker is about to be declared dead: the declaration has to wait for it, and the jobs are done.
 * The worker waits for ten minutes before it gives up a call: the server would cancel the flush of
 * another before the lease is over.
 */
final class KilledMidFlush implements Scenario {
  @Override
  public String name() {
    return "killed-mid-flush";
  }

  @Override
  public String about() {
    return "a worker is killed while the server writes its closures, which then are committed";
  }

  @Override
  public String faults() {
    return "W4";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.producers().enqueueQuick(30);
    WorkerChild victim;
    try (Barrier barrier = lab.barrier("INSERT ON awa.closures", "NEW.outcome = 1").raise()) {
      victim = lab.workers().startPatient("victim");
      barrier.await();
      lab.kill(victim);
      lab.workers().start("heir").awaitStarted();
      lab.workers().expireLeadership();
      Eventually.holds(
          "the declaration of death waits for the flush",
          Lab.PATIENCE,
          () ->
              lab.database()
                      .number(
                          "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
                              + " AND query LIKE '%declare_dead%'")
                  > 0);
    }
  }
}
