package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import java.time.Duration;

/**
 * The leader was killed, and its last beat and the end of its lead lie ten minutes ahead, as after
 * a failover to a server whose clock is behind. Another leads at once, and its jobs are rescued.
 */
final class ClocksAhead implements Scenario {
  private static final int JOBS = 10;

  @Override
  public String name() {
    return "clocks-ahead";
  }

  @Override
  public String about() {
    return "the lead and the last beat of a killed leader lie ten minutes ahead";
  }

  @Override
  public String faults() {
    return "T2, C1";
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild victim = lab.workers().start("victim").awaitStarted();
    lab.producers().enqueueSlow(JOBS, Duration.ofMinutes(5));
    lab.watch().awaitStarts(victim, JOBS);
    lab.workers().leader();
    lab.kill(victim);
    lab.database()
        .execute(
            "UPDATE awa.beats SET beat_at = clock_timestamp() + interval '10 minutes';"
                + " UPDATE awa.leadership SET expires_at = clock_timestamp() + interval '10"
                + " minutes'");
    lab.injected();
    WorkerChild heir = lab.workers().start("heir").awaitStarted();
    lab.workers().awaitOtherLeader(victim);
    lab.watch().awaitStarts(heir, JOBS);
  }
}
