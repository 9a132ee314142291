package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import java.time.Duration;

/** A worker is killed while its handlers run, beside one that goes on. */
final class KilledMidHandler implements Scenario {
  @Override
  public String name() {
    return "killed-mid-handler";
  }

  @Override
  public String about() {
    return "a worker is killed while 20 of its handlers run";
  }

  @Override
  public String faults() {
    return "W2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.workers().start("other").awaitStarted();
    WorkerChild victim = lab.workers().start("victim").awaitStarted();
    lab.producers().enqueueSlow(60, Duration.ofSeconds(2));
    lab.watch().awaitStarts(victim, 20);
    lab.kill(victim);
  }
}
