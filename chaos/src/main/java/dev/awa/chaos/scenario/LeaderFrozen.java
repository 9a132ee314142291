package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.scenario.Fleet.Held;
import dev.awa.lab.Proxy.Side;

/**
 * The leader stands still amid a statement of maintenance: once because the network swallows what
 * comes and goes, once because its process is stopped. Another leads after the four seconds of the
 * lead, and deferred jobs, which only a leader lets run, go on.
 */
final class LeaderFrozen implements Scenario {
  @Override
  public String name() {
    return "leader-frozen";
  }

  @Override
  public String about() {
    return "the leader is cut off amid a rotation, and stopped amid a promotion: another leads";
  }

  @Override
  public String faults() {
    return "C2, N1, W6";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Fleet fleet = new Fleet(lab);
    WorkerChild first = fleet.add();
    fleet.add().awaitStarted();
    first.awaitStarted();
    try (Load load = lab.producers().load()) {
      Held cut = fleet.hold(Side.AFTER, ".rotate(");
      lab.begin(Fault.CUT, cut.worker().name());
      fleet.wireOf(cut.worker()).stall();
      goOnWithout(lab, load, cut);
      fleet.wireOf(cut.worker()).resume();
      lab.workers().awaitAlive(2);
      lab.end(Fault.CUT, cut.worker().name());

      Held stopped = fleet.hold(Side.AFTER, ".promote(");
      stopped.worker().pause();
      lab.injected();
      goOnWithout(lab, load, stopped);
      stopped.worker().resume();
      lab.workers().awaitAlive(2);
      stopped.worker().recovered();
      load.awaitMore(50);
    }
  }

  private static void goOnWithout(Lab lab, Load load, Held held) throws Exception {
    lab.workers().awaitOtherLeader(held.worker());
    lab.workers().awaitAlive(1);
    lab.database().awaitPromoted();
    load.awaitMore(50);
    held.point().release();
  }
}
