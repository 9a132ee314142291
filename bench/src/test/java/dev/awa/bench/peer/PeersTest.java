package dev.awa.bench.peer;

import dev.awa.bench.lab.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each queue of this JVM does what the comparisons take for granted. */
@Timeout(120)
final class PeersTest {
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
    return Peers.all().stream().filter(peer -> !peer.hasProcesses()).map(Peer::name);
  }

  @ParameterizedTest
  @MethodSource("inThisProcess")
  void everyJobIsRunOnceHoweverItCameInAndNothingIsLeft(String name) throws Exception {
    EveryJobOnce.holds(Peers.named(List.of(name)).getFirst(), server);
  }
}
