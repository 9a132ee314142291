package dev.awa.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of the system that runs to its end in a folder. */
record Command(Path folder, List<String> words) {
  private static final int TAIL = 2000;

  /** Answers what it says; fails with the end of that when it fails, or takes too long. */
  String run(Duration patience) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "out", ".txt");
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        throw failed("takes longer than " + patience.toSeconds() + " s", output);
      }
      if (process.exitValue() != 0) {
        throw failed("ended with " + process.exitValue(), output);
      }
      return Files.readString(output).strip();
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private IOException failed(String how, Path output) throws IOException {
    String text = Files.readString(output).strip();
    String tail = text.substring(Math.max(0, text.length() - TAIL));
    return new IOException(String.join(" ", words) + " " + how + ": " + tail);
  }
}
