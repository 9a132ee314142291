package dev.awa.chaos.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClockTest {
  /** Relative on purpose: the server's current folder is another one than that of the test. */
  private final Path folder = Path.of("target", "clock-" + ProcessHandle.current().pid());

  @AfterEach
  void deleteFiles() {
    FileUtils.deleteQuietly(folder.toFile());
  }

  @Test
  void theServerTakesStepsFromAFileThatWasNamedFromHere() throws Exception {
    Optional<Path> library = Clock.library();
    assumeTrue(library.isPresent(), "libfaketime is not installed");
    Files.createDirectories(folder);
    try (Postgres server = OwnServer.start(folder.resolve("server"))) {
      Clock clock = Clock.of(server, library.get(), folder);
      awaitAhead(server, Duration.ZERO);
      clock.set(Duration.ofHours(5));
      awaitAhead(server, Duration.ofHours(5));
      clock.set(Duration.ofHours(-5));
      awaitAhead(server, Duration.ofHours(-5));
    }
  }

  private static void awaitAhead(Postgres server, Duration ahead) {
    Eventually.holds(
        "the server's clock is ahead by " + ahead,
        () ->
            Duration.between(Instant.now().plus(ahead), now(server))
                    .abs()
                    .compareTo(Duration.ofHours(1))
                < 0);
  }

  private static Instant now(Postgres server) throws SQLException {
    try (Connection connection = server.database("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT extract(epoch FROM clock_timestamp())")) {
      rows.next();
      return Instant.ofEpochSecond(rows.getLong(1));
    }
  }
}
