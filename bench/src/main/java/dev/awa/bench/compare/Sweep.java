package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Peer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds for each queue the number of workers with which it drains fastest, once a run, and reports
 * what it was tried with. The first try also warms the JVM up, so it is made twice.
 */
public final class Sweep {
  private final Map<String, Integer> best = new HashMap<>();

  /** The number of workers that a queue likes best. */
  int workers(Lab lab, Peer peer) throws Exception {
    Integer known = best.get(peer.name());
    if (known != null) {
      return known;
    }
    int jobs = lab.sized(3_000, 20_000);
    Duration limit = Duration.ofSeconds(lab.isShort() ? 8 : 30);
    Turns.drain(lab, peer, peer.sweep().getFirst(), jobs, limit);
    double fastest = -1;
    int chosen = peer.sweep().getFirst();
    for (int workers : peer.sweep()) {
      double rate = Turns.drain(lab, peer, workers, jobs, limit).rate();
      lab.reportOf(peer.name(), "sweep, " + workers + " workers", "jobs/s", Sample.of(rate));
      if (rate > fastest) {
        fastest = rate;
        chosen = workers;
      }
    }
    lab.say(String.format("%s likes %d workers: %,.0f jobs/s", peer.name(), chosen, fastest));
    best.put(peer.name(), chosen);
    return chosen;
  }
}
