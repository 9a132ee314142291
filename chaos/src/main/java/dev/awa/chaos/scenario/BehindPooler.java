package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.pooler.Leaks;
import dev.awa.chaos.pooler.Pooler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers and producers speak to the database through a transaction pooler with few sessions. A
 * worker is killed amid its handlers, then the one that leads. In the end nothing of theirs must be
 * left in the sessions: they belong to others as well.
 */
final class BehindPooler implements Scenario {
  private static final int SESSIONS = 4;

  /** More than two workers can take at once, so that the third one has some. */
  private static final int SLOW = 60;

  private static final String SAID = "a transaction pooler stands before the database";

  private final boolean isPgBouncer;

  private BehindPooler(boolean isPgBouncer) {
    this.isPgBouncer = isPgBouncer;
  }

  /** Behind the small pooler of the lab. */
  static BehindPooler small() {
    return new BehindPooler(false);
  }

  /** Behind the PgBouncer of this machine. */
  static BehindPooler pgBouncer() {
    return new BehindPooler(true);
  }

  @Override
  public String name() {
    return isPgBouncer ? "pgbouncer" : "pooler";
  }

  @Override
  public String about() {
    return "all speak through "
        + (isPgBouncer ? "PgBouncer" : "a transaction pooler")
        + "; a worker and the leader are killed under load";
  }

  @Override
  public boolean isShort() {
    return !isPgBouncer;
  }

  @Override
  public String faults() {
    return "D13, W2, C1";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.database().pruneEverySecond();
    int port = isPgBouncer ? startPgBouncer(lab) : startPooler(lab);
    List<WorkerChild> workers = new ArrayList<>(lab.workers().startAllAt(port, "w1", "w2", "w3"));
    workers.forEach(BehindPooler::requireSaid);
    try (Load load = lab.producers().loadAt(port)) {
      for (int round = 0; round < (lab.isShort() ? 2 : 8); round++) {
        load.awaitMore(200);
        WorkerChild leader = lab.workers().leader();
        boolean killsLeader = round % 2 == 1;
        WorkerChild victim =
            killsLeader
                ? leader
                : workers.stream().filter(w -> !w.equals(leader)).findFirst().orElseThrow();
        lab.producers().enqueueSlow(SLOW, Duration.ofSeconds(4));
        lab.watch().awaitOpen(victim, 5);
        lab.kill(victim);
        workers.remove(victim);
        WorkerChild next = lab.workers().startAt(port, "w" + (round + 4)).awaitStarted();
        requireSaid(next);
        workers.add(next);
      }
      load.awaitMore(200);
      lab.database().awaitPruned();
    }
    Leaks.refuse(lab.database().url(port), SESSIONS);
  }

  private static int startPooler(Lab lab) {
    int server = lab.database().server().port();
    return lab.closing(new Pooler(server, lab.database().name(), SESSIONS, false)).port();
  }

  private static int startPgBouncer(Lab lab) throws Exception {
    return PgBouncerKilled.start(lab, SESSIONS).port();
  }

  private static void requireSaid(WorkerChild worker) {
    long times = worker.output().lines().filter(line -> line.contains(SAID)).count();
    if (times != 1) {
      throw new IllegalStateException(
          worker.name() + " has said " + times + " times that it works behind a pooler");
    }
  }
}
