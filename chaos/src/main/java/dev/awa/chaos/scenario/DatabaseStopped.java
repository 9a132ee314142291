package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Barrier;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Postgres;
import java.io.IOException;

/** The database goes away under load, while something certain is at work, and comes back. */
final class DatabaseStopped implements Scenario {
  private static final int BEFORE = 300;

  private final How how;
  private final Phase phase;
  private final String faults;
  private final boolean isShort;

  /** How the database ends. */
  enum How {
    FAST,
    IMMEDIATE,
    KILLED;

    private void end(Postgres server) throws IOException {
      switch (this) {
        case FAST -> server.stop("fast");
        case IMMEDIATE -> server.stop("immediate");
        case KILLED -> server.kill();
      }
    }

    /** What that means for work that went on: a fast stop writes everything, the others don't. */
    private Fault fault() {
      return this == FAST ? Fault.DISCONNECTED : Fault.CRASHED;
    }
  }

  /** In the middle of what. */
  enum Phase {
    CLAIM("INSERT ON awa.claims", "true"),
    FLUSH("INSERT ON awa.closures", "true"),
    ENQUEUE("INSERT ON awa.ready_entries", "NEW.run_no = 1"),
    PROMOTE("DELETE ON awa.deferred_jobs", "true"),
    ROTATE("INSERT ON awa.ring", "true"),
    PRUNE("INSERT ON awa.prunes", "true");

    private final String event;
    private final String condition;

    Phase(String event, String condition) {
      this.event = event;
      this.condition = condition;
    }
  }

  DatabaseStopped(How how, Phase phase, String faults, boolean isShort) {
    this.how = how;
    this.phase = phase;
    this.faults = faults;
    this.isShort = isShort;
  }

  @Override
  public String name() {
    return "database-%s-mid-%s".formatted(how, phase).toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String about() {
    return switch (how) {
          case FAST -> "the database is stopped (fast)";
          case IMMEDIATE -> "the database crashes (immediate)";
          case KILLED -> "the postmaster is killed";
        }
        + ", in the middle of a "
        + phase.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String faults() {
    return faults;
  }

  @Override
  public boolean isShort() {
    return isShort;
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.database().pruneEverySecond();
    lab.workers().startAll("one", "other");
    try (Barrier barrier = lab.barrier(phase.event, phase.condition);
        Load load = lab.producers().load()) {
      load.awaitMore(BEFORE);
      barrier.raise().await();
      lab.begin(how.fault(), Entry.ALL);
      Postgres server = lab.database().server();
      how.end(server);
      server.start();
      lab.end(how.fault(), Entry.ALL);
      load.awaitMore(BEFORE);
    }
  }
}
