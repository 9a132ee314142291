package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.scenario.Fleet.Held;
import dev.awa.lab.Proxy.Side;
import java.time.Duration;
import java.util.List;

/**
 * A statement of the leader is under way for so long that another leads when it arrives. The server
 * gets it in the end, and must refuse it or find that nothing is left to do.
 */
final class TwoLeaders implements Scenario {
  private static final List<String> FOR_THE_RING = List.of(".rotate(", ".prune(");
  private static final List<String> FOR_THE_DEAD =
      List.of(".rescue(", ".declare_dead(", ".forget_worker(");

  private static final int SLOW = 40;

  @Override
  public String name() {
    return "two-leaders";
  }

  @Override
  public String about() {
    return "statements of a leader arrive when another leads";
  }

  @Override
  public String faults() {
    return "C2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.database().pruneEverySecond();
    Fleet fleet = new Fleet(lab);
    WorkerChild first = fleet.add();
    fleet.add().awaitStarted();
    first.awaitStarted();
    try (Load load = lab.producers().load()) {
      for (String word : FOR_THE_RING) {
        delay(lab, fleet, load, word, () -> {});
      }
      for (String word : lab.isShort() ? FOR_THE_DEAD.subList(0, 1) : FOR_THE_DEAD) {
        WorkerChild victim = fleet.add().awaitStarted();
        lab.producers().enqueueSlow(SLOW, Duration.ofSeconds(3));
        lab.watch().awaitOpen(victim, 1); // or there would be nothing to rescue
        delay(lab, fleet, load, word, () -> fleet.kill(victim)); // held before it can be rescued
      }
    }
  }

  private static void delay(Lab lab, Fleet fleet, Load load, String word, Fleet.Cause cause)
      throws Exception {
    Held held = fleet.hold(Side.BEFORE, word, cause);
    lab.injected();
    lab.workers().depose(held.worker());
    load.awaitMore(50);
    held.point().release();
  }
}
