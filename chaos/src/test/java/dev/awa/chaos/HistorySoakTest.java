package dev.awa.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.soak.HistoryRun;
import dev.awa.chaos.soak.Line;
import dev.awa.lab.Postgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of bin/soak --history. */
final class HistorySoakTest {
  @Test
  void nothingIsLostOrWrongOverHistory() throws Exception {
    Path folder = Path.of("target", "soak-" + ProcessHandle.current().pid());
    try (Postgres server = OwnServer.start(folder.resolve("server"))) {
      List<Line> lines =
          new HistoryRun(server, folder.resolve("history"), HistoryRun.Size.SHORT).run();
      System.out.print(Soak.table(lines, true));
      assertThat(lines).filteredOn(line -> !line.isGood()).isEmpty();
    }
  }
}
