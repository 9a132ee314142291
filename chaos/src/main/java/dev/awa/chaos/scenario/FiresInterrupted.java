package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Barrier;
import dev.awa.chaos.lab.Fires;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Proxy.Side;
import dev.awa.schedule.Missed;

/**
 * The leader is killed while many schedules are due: before it fires them, between the jobs and
 * their marks, and when both are committed and it has not heard of it. Each planned time must have
 * one job.
 */
final class FiresInterrupted implements Scenario {
  private static final String FIRE = ".fire_schedules(";

  @Override
  public String name() {
    return "fires-interrupted";
  }

  @Override
  public String about() {
    return "the leader is killed before, amid and after a fire of many schedules";
  }

  @Override
  public String faults() {
    return "C1";
  }

  @Override
  public void run(Lab lab) throws Exception {
    int schedules = lab.isShort() ? 50 : 1000;
    Fires fires = new Fires(lab.database());
    Barrier barrier = lab.barrier("INSERT ON awa.schedule_fires", "true");
    Fleet fleet = new Fleet(lab);
    WorkerChild first = fleet.add();
    fleet.add().awaitStarted();
    first.awaitStarted();
    fires.declare("each", schedules, Missed.catchUp(Missed.MOST));
    try (Load load = lab.producers().load()) {
      for (int round = 0; round < (lab.isShort() ? 1 : 5); round++) {
        fires.awaitMore(schedules);
        fleet.replace(fleet.hold(Side.BEFORE, FIRE).worker());
        fires.awaitMore(schedules);
        fleet.killLeaderAt(barrier);
        fires.awaitMore(schedules);
        fleet.replace(fleet.hold(Side.AFTER, FIRE).worker());
      }
      fires.awaitMore(schedules);
      load.awaitMore(50);
    }
    fires.requireOnce();
    fires.requireAll();
    fires.end();
  }
}
