package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import java.time.Duration;

/**
 * A worker beats more slowly than the leader's own lease lasts, as in every rolling change of the
 * settings. It promised so when it registered, and is judged by that: nothing runs twice.
 */
final class MixedSettings implements Scenario {
  private static final int JOBS = 10;

  @Override
  public String name() {
    return "mixed-settings";
  }

  @Override
  public String about() {
    return "a worker that beats each 4 s under a leader whose own lease is 3 s: nobody is dead";
  }

  @Override
  public String faults() {
    return "C2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild leader = lab.workers().startAside("leader").awaitStarted();
    lab.workers().leader();
    WorkerChild slow = lab.workers().startSlow("slow").awaitStarted();
    lab.producers().enqueueSlow(JOBS, Duration.ofSeconds(10));
    lab.watch().awaitOpen(slow, JOBS);
    lab.injected();
    if (!lab.workers().leader().equals(leader)) {
      throw new IllegalStateException("the slow worker leads: nothing would be shown");
    }
  }
}
