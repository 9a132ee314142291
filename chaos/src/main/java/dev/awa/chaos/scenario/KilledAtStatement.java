package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Proxy;
import dev.awa.lab.Proxy.Point;
import dev.awa.lab.Proxy.Side;

/**
 * A worker is killed just before or just after a statement: the wire is held there, so that the
 * moment is met each time.
 */
final class KilledAtStatement implements Scenario {
  private static final int JOBS = 30;

  private final String name;
  private final String about;
  private final String faults;
  private final Side side;
  private final String word;

  KilledAtStatement(String name, String about, String faults, Side side, String word) {
    this.name = name;
    this.about = about;
    this.faults = faults;
    this.side = side;
    this.word = word;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String about() {
    return about;
  }

  @Override
  public String faults() {
    return faults;
  }

  @Override
  public void run(Lab lab) throws Exception {
    Proxy proxy = lab.proxy();
    lab.producers().enqueueQuick(JOBS);
    Point point = proxy.hold(side, word);
    WorkerChild victim = lab.workers().start("victim", proxy);
    lab.killAt(point, victim);
    WorkerChild heir = lab.workers().start("heir").awaitStarted();
    lab.workers().expireLeadership();
    lab.watch().awaitStarts(heir, 1);
  }
}
