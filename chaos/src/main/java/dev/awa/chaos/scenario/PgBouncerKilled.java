package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Database;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.pooler.Leaks;
import dev.awa.lab.PgBouncer;
import dev.awa.lab.Programs;
import java.io.IOException;
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

  /** The PgBouncer of this machine before the database of a lab, in transaction mode. */
  static PgBouncer start(Lab lab, int sessions) throws IOException, SkippedException {
    Path executable =
        Programs.find("pgbouncer")
            .orElseThrow(() -> new SkippedException("PgBouncer is not installed"));
    Database database = lab.database();
    return lab.closing(
        new PgBouncer(
            executable,
            lab.folder(),
            database.server().database(database.name()),
            "transaction",
            "default_pool_size = %d\nignore_startup_parameters = extra_float_digits"
                .formatted(sessions)));
  }

  @Override
  public void run(Lab lab) throws Exception {
    PgBouncer pooler = start(lab, SESSIONS);
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
