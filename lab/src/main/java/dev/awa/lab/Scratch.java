package dev.awa.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * New folders with the id of this process in their names. Those that killed processes left are
 * deleted when another is made in the same place; their servers notice within a minute that their
 * files are gone, and end.
 */
public final class Scratch {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM_NEEDED = 1L << 30;

  private Scratch() {}

  /** A folder in memory where the machine has room for that, else where temporary files lie. */
  public static Path inMemory(String prefix) throws IOException {
    return below(memoryHasRoom() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")), prefix);
  }

  private static boolean memoryHasRoom() throws IOException {
    return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM_NEEDED;
  }

  /** A folder below another. */
  public static Path below(Path parent, String prefix) throws IOException {
    Files.createDirectories(parent);
    deleteWhatKilledRunsLeft(parent, prefix);
    String name = prefix + ProcessHandle.current().pid() + "-";
    return Files.createTempDirectory(parent, name).toAbsolutePath();
  }

  private static void deleteWhatKilledRunsLeft(Path parent, String prefix) throws IOException {
    Pattern made = Pattern.compile(Pattern.quote(prefix) + "(\\d+)-\\d+");
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
      for (Path folder : folders) {
        Matcher name = made.matcher(folder.getFileName().toString());
        if (name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
          FileUtils.deleteQuietly(folder.toFile());
        }
      }
    }
  }
}
