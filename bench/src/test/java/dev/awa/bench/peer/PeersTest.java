package dev.awa.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.awa.bench.lab.Server;
import dev.awa.support.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each queue does what the comparisons take for granted. Those of Node are not here, because a
 * build should not have to fetch their modules; one that is a small file to fetch is left out when
 * it can't be fetched.
 */
@Timeout(120)
final class PeersTest {
  private static final int JOBS = 300;

  @TempDir private static Path folder;
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static Stream<String> inThisProcess() {
    return Peers.all().stream().filter(peer -> !(peer instanceof NodePeer)).map(Peer::name);
  }

  @ParameterizedTest
  @MethodSource("inThisProcess")
  void everyJobIsRunOnceHoweverItCameInAndNothingIsLeft(String name) throws Exception {
    Peer peer = Peers.named(java.util.List.of(name)).getFirst();
    String missing = peer.missing().orElse("");
    assumeThat(missing).as("what %s lacks to run here", name).isEmpty();
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
