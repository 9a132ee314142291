package dev.awa.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the programs of a PostgreSQL that a test starts itself. */
public final class ServerPrograms {
  private ServerPrograms() {}

  /** A folder for its data, in memory where that is possible. */
  public static Path newDataFolder() throws IOException {
    Path memory = Path.of("/dev/shm");
    Path parent = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    String prefix = "awa-test-" + ProcessHandle.current().pid() + "-";
    return Files.createTempDirectory(parent, prefix);
  }

  /** Runs one of its programs, which refuse to run as root, and waits for its end. */
  public static void runAsUser(Path program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program.toString());
    command.addAll(arguments);
    run(command);
  }

  /** Runs a command, waits for its end, and fails with what it says when it fails. */
  public static void run(List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("awa-test-", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ":\n" + Files.readString(log));
    }
    Files.delete(log);
  }
}
