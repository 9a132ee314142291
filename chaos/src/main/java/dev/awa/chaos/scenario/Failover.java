package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.lab.Standby;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Postgres;
import dev.awa.lab.Proxy;
import java.time.Duration;

/**
 * The primary is killed under load and its synchronous standby promoted. What was acknowledged is
 * there; claims, which nobody waits for, may be forgotten and their numbers given out again. The
 * workers are stranded and begin anew: what they ran, or claim before they notice, runs again.
 */
final class Failover implements Scenario {
  private static final int JOBS = 400;

  /** How late a thread may begin on a busy machine. */
  private static final Duration LAG = Duration.ofMillis(200);

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public String about() {
    return "the primary is killed under load, its synchronous standby is promoted";
  }

  @Override
  public String faults() {
    return "D8";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Postgres primary = lab.closing(OwnServer.start(lab.folder().resolve("primary")));
    lab.database().beginAnewOn(primary);
    Postgres standby = Standby.of(lab, primary, "");
    Proxy proxy = lab.closing(Proxy.to(primary.port()));
    lab.workers().startAll(proxy, "one", "other");
    try (Load load = lab.producers().load(proxy)) {
      load.awaitMore(JOBS);
      lab.begin(Fault.CRASHED, Entry.ALL);
      primary.kill();
      standby.promote();
      lab.database().moveTo(standby);
      proxy.leadTo(standby.port());
      proxy.reset();
      lab.workers().awaitOnTimeline(2); // until then what the stranded ones claim runs again
      Wait.pass(LAG); // and what was handed to a thread before that, and begins now
      lab.end(Fault.CRASHED, Entry.ALL);
      load.awaitMore(JOBS);
    }
  }
}
