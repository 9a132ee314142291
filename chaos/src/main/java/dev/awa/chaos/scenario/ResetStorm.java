package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Proxy;
import java.time.Duration;

/**
 * The connections of the workers are reset again and again, and refused for a moment. Between two
 * resets each worker must have beaten once: one that could not for as long as its lease would
 * rightly be declared dead, and broken connections would not be the reason.
 */
final class ResetStorm implements Scenario {
  private static final Duration CALM = Duration.ofMillis(300);

  @Override
  public String name() {
    return "reset-storm";
  }

  @Override
  public String about() {
    return "the connections of two workers are reset and refused, three times a second at most,"
        + " under load";
  }

  @Override
  public String faults() {
    return "N2, N4";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Proxy proxy = lab.proxy();
    lab.workers().startAll(proxy, "one", "other");
    int rounds = lab.isShort() ? 12 : 100;
    try (Load load = lab.producers().load()) {
      load.awaitMore(100);
      for (int i = 0; i < rounds; i++) {
        lab.begin(Fault.DISCONNECTED, Entry.ALL);
        proxy.refuse();
        Wait.pass(Duration.ofMillis(20));
        proxy.resume();
        lab.end(Fault.DISCONNECTED, Entry.ALL);
        Wait.pass(CALM);
        lab.workers().awaitBeats();
      }
    }
  }
}
