package dev.awa.bench.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside this one, with its class path. */
public final class Jvm {
  private Jvm() {}

  /**
   * The words that start a program in it.
   *
   * @param options those of the JVM
   */
  public static List<String> command(Class<?> program, List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // the command has a logback.xml too; without this Logback says so on stdout, amid the answers
    words.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
    words.addAll(options);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    return words;
  }
}
