package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import java.time.Duration;

/**
 * Workers as users have them, with every default. The one that leads is killed; the first of its
 * jobs must be started elsewhere within ten seconds.
 */
final class RecoveryWithDefaults implements Scenario {
  private static final Duration TARGET = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "recovery-with-defaults";
  }

  @Override
  public String about() {
    return "the leader is killed, every setting at its default: first start elsewhere within 10 s";
  }

  @Override
  public String faults() {
    return "W2, C1";
  }

  @Override
  public boolean isTimed() {
    return true;
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild victim = lab.workers().startWithDefaults("victim").awaitStarted();
    lab.producers().enqueueSlow(20, Duration.ofMinutes(5));
    lab.watch().awaitStarts(victim, 20);
    WorkerChild other = lab.workers().startWithDefaults("other").awaitStarted();
    lab.workers().leader();
    lab.kill(victim);
    lab.watch().awaitStarts(other, 1);
    Duration took = lab.recovery().orElseThrow();
    if (took.compareTo(TARGET) > 0) {
      throw new IllegalStateException("the first start elsewhere took " + took);
    }
  }
}
