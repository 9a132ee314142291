package dev.awa.chaos.lab;

import dev.awa.lab.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock of a server, which can be set while the server runs: its processes are started with
 * libfaketime. The clock that counts from the start of the machine goes on as it does.
 */
public final class Clock {
  private static final List<Path> PLACES = List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"));
  private static final String LIBRARY = "faketime/libfaketime.so.1";

  private final Path file;

  private Clock(Path file) {
    this.file = file.toAbsolutePath(); // the server has another current folder
  }

  /** Where libfaketime lies; empty when it is not installed. */
  public static Optional<Path> library() throws IOException {
    for (Path place : PLACES) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> folders = Files.list(place)) {
          Optional<Path> found =
              Stream.concat(Stream.of(place), folders)
                  .map(folder -> folder.resolve(LIBRARY))
                  .filter(Files::exists)
                  .findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Starts a server anew with a clock that can be set; it is right until then. */
  public static Clock of(Postgres server, Path library, Path folder) throws IOException {
    Clock clock = new Clock(folder.resolve("clock"));
    clock.set(Duration.ZERO);
    server.stop("fast");
    server.setVariables(
        Map.of(
            "LD_PRELOAD", library.toString(),
            "FAKETIME_TIMESTAMP_FILE", clock.file.toString(),
            "FAKETIME_CACHE_DURATION", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "NO_FAKE_STAT", "1"));
    server.start();
    return clock;
  }

  /** Sets it so far ahead of the right time, or behind; the server sees it within a second. */
  public void set(Duration ahead) throws IOException {
    Files.writeString(file, "%+d\n".formatted(ahead.toSeconds()));
  }
}
