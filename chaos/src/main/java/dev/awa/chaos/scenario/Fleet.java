package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Barrier;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Eventually;
import dev.awa.lab.Proxy;
import dev.awa.lab.Proxy.Point;
import dev.awa.lab.Proxy.Side;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Workers with a wire of their own each, of which one leads. */
final class Fleet {
  private final Lab lab;
  private final Map<WorkerChild, Proxy> workers = new LinkedHashMap<>();
  private int started;

  Fleet(Lab lab) {
    this.lab = lab;
  }

  /** One more worker; it is not ready yet. */
  WorkerChild add() throws IOException {
    Proxy proxy = lab.proxy();
    WorkerChild worker = lab.workers().start("w" + ++started, proxy);
    workers.put(worker, proxy);
    return worker;
  }

  /** The wire between a worker and the database. */
  Proxy wireOf(WorkerChild worker) {
    return Objects.requireNonNull(workers.get(worker));
  }

  void kill(WorkerChild worker) throws InterruptedException {
    workers.remove(worker);
    lab.kill(worker);
  }

  /**
   * Kills a worker that does not lead and has runs open, and starts another in its place, without
   * waiting for it.
   */
  void killAnother() throws Exception {
    WorkerChild leader = leader();
    WorkerChild other =
        workers.keySet().stream().filter(w -> !w.equals(leader)).findFirst().orElseThrow();
    other.awaitStarted(); // or the leader has run them all before it takes one
    lab.producers().enqueueSlow(40, Duration.ofSeconds(3));
    lab.watch().awaitOpen(other, 5);
    kill(other);
    add();
  }

  /** Kills a worker, ends its lead, and starts another in its place. */
  void replace(WorkerChild victim) throws Exception {
    kill(victim);
    lab.workers().expireLeadership();
    add().awaitStarted();
  }

  /** Kills the leader in the middle of a step that it takes from now on. */
  void killLeaderAt(Barrier barrier) throws Exception {
    barrier.raise();
    killLeaderBehind(barrier);
  }

  /**
   * Kills the leader when it stands before a barrier that is raised. Its step is committed when the
   * next leader is at work. A new worker can't start before: the step may hold what it has to look
   * at.
   */
  void killLeaderBehind(Barrier barrier) throws Exception {
    barrier.await();
    WorkerChild victim = leader();
    kill(victim);
    lab.workers().expireLeadership();
    lab.workers().awaitOtherLeader(victim);
    barrier.open();
    add().awaitStarted();
  }

  WorkerChild leader() {
    return lab.workers().leader();
  }

  /** HeldSlots whoever sends a word, which only the leader does; answers who that is, and where. */
  Held hold(Side side, String word) throws Exception {
    return hold(side, word, () -> {});
  }

  /** What makes a leader send something. */
  interface Cause {
    void bring() throws Exception;
  }

  /** The same, when something was done that makes the leader send it. */
  Held hold(Side side, String word, Cause cause) throws Exception {
    Map<WorkerChild, Point> points = new LinkedHashMap<>();
    workers.forEach((worker, proxy) -> points.put(worker, proxy.hold(side, word)));
    cause.bring();
    Eventually.holds(
        "the leader sends " + word,
        Lab.PATIENCE,
        () -> points.values().stream().anyMatch(Point::isReached));
    workers.values().forEach(Proxy::forgetPoint);
    return points.entrySet().stream()
        .filter(entry -> entry.getValue().isReached())
        .map(entry -> new Held(entry.getKey(), entry.getValue()))
        .findFirst()
        .orElseThrow();
  }

  /** A worker whose wire is held. */
  record Held(WorkerChild worker, Point point) {}
}
