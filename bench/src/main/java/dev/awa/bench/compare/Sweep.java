package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Peer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds for each queue the number of workers with which it drains fastest, once a run, and reports
 * what it was tried with. A first try warms the JVM up, and shows how many jobs the others need to
 * last for some seconds.
 */
public final class Sweep {
  private final Map<String, Best> best = new HashMap<>();

  /** With so many workers it drained so many jobs a second, which is the most of all tries. */
  private record Best(int workers, double rate) {}

  /** The number of workers that a queue likes best. */
  int workers(Lab lab, Peer peer) throws Exception {
    return best(lab, peer).workers();
  }

  /** How many jobs it drains in some seconds with them, within bounds. */
  int jobs(Lab lab, Peer peer, Jobs wanted) throws Exception {
    return wanted.at(best(lab, peer).rate());
  }

  /** What a queue does in some seconds, but at least so many, and at most. */
  record Jobs(int seconds, int least, int most) {
    private int at(double rate) {
      return (int) Math.clamp(rate * seconds, least, most);
    }
  }

  private Best best(Lab lab, Peer peer) throws Exception {
    Best known = best.get(peer.name());
    if (known == null) {
      known = sweep(lab, peer);
      best.put(peer.name(), known);
      lab.say(
          "%s likes %d workers: %,.0f jobs/s"
              .formatted(peer.name(), known.workers(), known.rate()));
    }
    return known;
  }

  private static Best sweep(Lab lab, Peer peer) throws Exception {
    Duration limit = Duration.ofSeconds(lab.isShort() ? 6 : 10);
    Jobs some = new Jobs(lab.sized(2, 3), lab.sized(1_000, 1_000), lab.sized(20_000, 100_000));
    double warm =
        Turns.drain(lab, peer, peer.sweep().getFirst(), lab.sized(3_000, 10_000), limit).rate();
    Best found = new Best(peer.sweep().getFirst(), -1);
    for (int workers : peer.sweep()) {
      double rate = Turns.drain(lab, peer, workers, some.at(warm), limit).rate();
      lab.reportOf(peer.name(), "sweep, " + workers + " workers", "jobs/s", Sample.of(rate));
      found = rate > found.rate() ? new Best(workers, rate) : found;
    }
    return found;
  }
}
