package dev.awa.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of libraries, as the build wrote them down. */
final class Versions {
  private Versions() {}

  static String of(String group, String artifact) {
    try (InputStream file = Versions.class.getResourceAsStream("versions.properties")) {
      Properties versions = new Properties();
      versions.load(file);
      return versions.getProperty(group + "." + artifact, "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("versions.properties", e);
    }
  }
}
