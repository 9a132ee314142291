package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import java.time.Duration;

/**
 * All connections are terminated twice a second, producers' and workers'. As in {@link ResetStorm},
 * each worker beats in between.
 */
final class BackendsTerminated implements Scenario {
  private static final Duration CALM = Duration.ofMillis(500);

  @Override
  public String name() {
    return "backends-terminated";
  }

  @Override
  public String about() {
    return "every connection is terminated, twice a second at most, under load";
  }

  @Override
  public String faults() {
    return "D5";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.workers().startAll("one", "other");
    int rounds = lab.isShort() ? 10 : 60;
    try (Load load = lab.producers().load()) {
      load.awaitMore(100);
      for (int i = 0; i < rounds; i++) {
        lab.begin(Fault.DISCONNECTED, Entry.ALL);
        lab.database()
            .number(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        lab.end(Fault.DISCONNECTED, Entry.ALL);
        Wait.pass(CALM);
        lab.workers().awaitBeats();
      }
      load.awaitMore(100);
    }
  }
}
