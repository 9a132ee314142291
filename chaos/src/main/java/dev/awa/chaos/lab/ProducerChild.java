package dev.awa.chaos.lab;

import dev.awa.lab.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that enqueues, with a version of the library. */
public final class ProducerChild implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Path output;

  private ProducerChild(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /** Starts it, and waits until it enqueues. */
  static ProducerChild start(Code code, String url, Path folder, String name, int rate)
      throws IOException {
    Path output = folder.resolve(name + ".out");
    Process process =
        code.java(
                192,
                ProducerMain.class,
                List.of(url, folder.toString(), name, Integer.toString(rate)))
            .redirectOutput(output.toFile())
            .start();
    ProducerChild child = new ProducerChild(name, process, output);
    Eventually.holds(
        () -> "producer " + name + " started: " + child.output(),
        Lab.PATIENCE,
        () -> !process.isAlive() || child.output().contains("started"));
    return child;
  }

  private String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "nothing";
    }
  }

  /** Lets it finish what it is at, and waits for its end, which must be a good one. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (process.isAlive()) {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }
    if (!process.waitFor(Lab.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("producer " + name + " did not end: " + output());
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("producer " + name + " broke off: " + output());
    }
  }

  /** Makes sure that it is gone. */
  void end() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }
}
