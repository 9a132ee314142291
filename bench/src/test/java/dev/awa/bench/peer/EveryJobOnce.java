package dev.awa.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.bench.lab.Server;
import dev.awa.lab.Eventually;
import java.sql.Connection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the comparisons take for granted of a queue. */
final class EveryJobOnce {
  private static final int JOBS = 300;

  private EveryJobOnce() {}

  /**
   * Every job is run once, however it came in, and nothing is left. A queue that can't be had is
   * skipped with the reason.
   */
  static void holds(Peer peer, Server server) throws Exception {
    Optional<String> missing = peer.missing();
    assumeTrue(missing.isEmpty(), () -> peer.name() + ": " + missing.orElse(""));
    Site site = Site.fresh(server);
    Ledger ledger = new Ledger(JOBS);
    try (Contender contender = peer.open(site)) {
      int entered = enqueueInEveryWay(peer, site, contender);
      assertThat(contender.unfinished()).isEqualTo(entered);
      try (AutoCloseable crew = contender.start(4, Work.none(ledger))) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        assertThat(ledger.await(entered, until)).as("all jobs ran").isTrue();
        Eventually.holds("jobs are left", () -> contender.unfinished() == 0);
      }
      assertThat(ledger.done()).isEqualTo(entered);
      assertThat(ledger.repeated()).isZero();
    }
    assertThat(peer.version()).isNotEqualTo("unknown").doesNotContain("$");
  }

  private static int enqueueInEveryWay(Peer peer, Site site, Contender contender) throws Exception {
    contender.enqueue(0, 1);
    contender.enqueue(1, 99);
    int next = 100;
    if (peer.ways().contains(Peer.Way.COPY)) {
      contender.copy(next, 100);
      next += 100;
    }
    if (peer.ways().contains(Peer.Way.WITH_ROW)) {
      try (Connection tx = site.connect()) {
        tx.setAutoCommit(false);
        contender.enqueue(tx, next);
        tx.rollback();
        contender.enqueue(tx, next++);
        tx.commit();
      }
    }
    return next;
  }
}
