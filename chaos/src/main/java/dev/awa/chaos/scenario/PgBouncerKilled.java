package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.pooler.Leaks;
import dev.awa.chaos.pooler.PgBouncer;
import java.nio.file.Path;

/**
 * PgBouncer is killed under load and started again: all connections of workers and producers break,
 * whatever they are at. Nobody dies of it, so nothing runs twice.
 */
final class PgBouncerKilled implements Scenario {
  private static final int SESSIONS = 4;
  private static final int JOBS = 100;

  @Override
  public String name() {
    return "pgbouncer-killed";
  }

  @Override
  public String about() {
    return "PgBouncer is killed and started again under load";
  }

  @Override
  public String faults() {
    return "D13, D2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Path executable =
        PgBouncer.executable().orElseThrow(() -> new SkippedException("no pgbouncer on the PATH"));
    int server = lab.database().server().port();
    PgBouncer pooler = lab.closing(new PgBouncer(executable, server, SESSIONS, lab.folder()));
    lab.workers().startAllAt(pooler.port(), "one", "other");
    int rounds = lab.isShort() ? 3 : 20;
    try (Load load = lab.producers().loadAt(pooler.port())) {
      for (int round = 0; round < rounds; round++) {
        load.awaitMore(JOBS);
        lab.begin(Fault.DISCONNECTED, Entry.ALL);
        pooler.kill();
        pooler.startAgain();
        lab.end(Fault.DISCONNECTED, Entry.ALL);
        lab.workers().awaitBeats();
      }
      load.awaitMore(JOBS);
    }
    Leaks.refuse(lab.database().url(pooler.port()), SESSIONS);
  }
}
