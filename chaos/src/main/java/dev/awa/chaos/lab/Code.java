package dev.awa.chaos.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A version of the library, with the programs of this package on it.
 *
 * @param name what people call it
 * @param classPath where it lies
 */
public record Code(String name, String classPath) {
  /** The code that runs here. */
  public static Code own(String name) {
    return new Code(name, System.getProperty("java.class.path"));
  }

  /** A process with this code, not started yet; what it says comes in one stream. */
  ProcessBuilder java(int megabytes, Class<?> program, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.add("-Xmx" + megabytes + "m");
    // or it says at length that two versions of logback.xml are on the class path
    words.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    words.addAll(List.of("-cp", classPath));
    words.add(program.getName());
    words.addAll(arguments);
    return new ProcessBuilder(words).redirectErrorStream(true);
  }

  /**
   * Brings a schema to what this code needs.
   *
   * @return what it says that it has applied
   * @throws IllegalStateException when it could not, with what it has said
   */
  public String migrate(String url) throws IOException, InterruptedException {
    Process process = java(192, MigrateMain.class, List.of(url)).start();
    process.getOutputStream().close();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the " + name + " code could not migrate: " + said);
    }
    return said;
  }
}
