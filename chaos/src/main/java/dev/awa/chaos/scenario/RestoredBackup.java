package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Fires;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Postgres;
import dev.awa.schedule.Missed;

/**
 * The database is restored from a copy of its files that was made while it was stopped; what was
 * done since is lost. Workers must start on it without a rebase, and of what was fired since, no
 * more must be fired again than the rule for missed times says.
 */
final class RestoredBackup implements Scenario {
  private static final int JOBS = 50;
  private static final int CAUGHT_UP = 2;
  private static final int LOST = 6;

  @Override
  public String name() {
    return "restored-backup";
  }

  @Override
  public String about() {
    return "the database is restored from an older copy of its files, amid schedules";
  }

  @Override
  public String faults() {
    return "D25";
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    Fires fires = new Fires(lab.database());
    fires.declare("skip", 1, Missed.skip());
    fires.declare("once", 1, Missed.once());
    fires.declare("catch up", 1, Missed.catchUp(CAUGHT_UP));
    work(lab, fires, "before");
    Postgres server = lab.database().server();
    server.stop("fast");
    Postgres backup = lab.closing(server.copy(lab.folder().resolve("backup")));
    server.start();
    String copied = fires.now();
    try (WorkerChild lost = lab.workers().start("lost").awaitStarted()) {
      fires.awaitMore(3 * LOST);
    }
    lab.injected();
    lab.database().moveTo(backup);
    backup.start();
    String restored = fires.now();
    work(lab, fires, "after");
    requireAtMost(1, fires.between("skip 0", copied, restored), "skip");
    requireAtMost(1, fires.between("once 0", copied, restored), "once");
    requireAtMost(CAUGHT_UP, fires.between("catch up 0", copied, restored), "catch up");
    fires.requireOnce();
    fires.end();
  }

  private static void work(Lab lab, Fires fires, String name) throws Exception {
    try (WorkerChild worker = lab.workers().start(name).awaitStarted()) {
      lab.producers().enqueueQuick(JOBS);
      lab.watch().awaitStarts(worker, JOBS);
      lab.awaitDrained();
      fires.awaitMore(LOST);
    }
  }

  private static void requireAtMost(int most, long fires, String rule) {
    if (fires > most) {
      throw new IllegalStateException(
          "fired again by the rule " + rule + ": " + fires + ", at most " + most + " are right");
    }
  }
}
