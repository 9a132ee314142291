package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Postgres;
import java.time.Duration;

/**
 * Every process of the database stands still for longer than the lease, then goes on: connections
 * are taken and nothing is answered. Nobody could beat, so nobody may be held for dead.
 */
final class DatabaseFrozen implements Scenario {
  private static final Duration FROZEN = Duration.ofSeconds(8);
  private static final int JOBS = 200;

  @Override
  public String name() {
    return "database-frozen";
  }

  @Override
  public String about() {
    return "every process of the database stands still for longer than the lease";
  }

  @Override
  public String faults() {
    return "D4";
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.workers().startAll("one", "other");
    try (Load load = lab.producers().load()) {
      load.awaitMore(JOBS);
      Postgres server = lab.database().server();
      lab.begin(Fault.DISCONNECTED, Entry.ALL);
      server.freeze();
      Wait.pass(FROZEN);
      server.thaw();
      lab.end(Fault.DISCONNECTED, Entry.ALL);
      load.awaitMore(JOBS);
    }
  }
}
