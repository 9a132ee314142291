package dev.awa.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.bench.lab.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each queue of another language does what the comparisons take for granted. One whose tools are
 * not here, or whose libraries can't be had, is skipped; so is that of Rust unless it is asked for.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class DriversTest {
  private static final String RUST = "awa.bench.rust";

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

  static Stream<String> inProcessesOfTheirOwn() {
    return Peers.all().stream().filter(Peer::hasProcesses).map(Peer::name);
  }

  @ParameterizedTest
  @MethodSource("inProcessesOfTheirOwn")
  void everyJobIsRunOnceHoweverItCameInAndNothingIsLeft(String name) throws Exception {
    Peer peer = Peers.named(List.of(name)).getFirst();
    assumeTrue(
        !(peer instanceof OriginalAwa) || Boolean.getBoolean(RUST),
        () -> name + ": its driver takes minutes to build; -D" + RUST + "=true");
    EveryJobOnce.holds(peer, server);
    assertThat(peer.version()).matches("\\d+\\.\\d+\\.\\d+.* on \\w+ \\d+\\.\\d+.*");
  }
}
