package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Database;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.pooler.Leaks;
import dev.awa.chaos.pooler.Pooler;
import dev.awa.lab.Postgres;

/**
 * The database crashes and comes back while workers and producers speak to it through a pooler:
 * connections that are idle outlive the crash, and nothing tells them of it. Segments are pruned
 * every second meanwhile, so that what a leader has found out before the crash is put to use after.
 */
final class CrashBehindPooler implements Scenario {
  private static final int SESSIONS = 4;

  @Override
  public String name() {
    return "crash-behind-pooler";
  }

  @Override
  public String about() {
    return "the database crashes under load behind a transaction pooler, whose clients stay";
  }

  @Override
  public String faults() {
    return "D1, D13";
  }

  @Override
  public boolean isShort() {
    return false;
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    Database database = lab.database();
    database.pruneEverySecond();
    Postgres server = database.server();
    Pooler pooler = lab.closing(new Pooler(server.port(), database.name(), SESSIONS, false));
    lab.workers().startAllAt(pooler.port(), "one", "other");
    try (Load load = lab.producers().loadAt(pooler.port())) {
      for (int round = 0; round < 6; round++) {
        load.awaitMore(200);
        database.awaitPruned();
        lab.begin(Fault.CRASHED, Entry.ALL);
        server.stop("immediate");
        server.start();
        lab.end(Fault.CRASHED, Entry.ALL);
      }
      load.awaitMore(200);
      database.awaitPruned();
    }
    Leaks.refuse(database.url(pooler.port()), SESSIONS);
  }
}
