package dev.awa.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Applications that hold Jackson's annotations at a version which Jackson 3 can't work with, as
 * Spring Boot 3.5.12 and Quarkus 3.27 do.
 */
final class OldJacksonTest {
  private static final Path OLD = Path.of("target", "old-jackson");

  @Test
  void jackson2DoesTheWorkWhereJackson3CannotBeLoaded() throws Exception {
    assertThat(answer(old("")))
        .contains(
            "Jackson2Codec Reminder[to=jo, at=1970-01-01T00:00:00Z, counts={a=1}] [t] {m=1.5}")
        .contains("Jackson 3 needs com.fasterxml.jackson.annotation.Json")
        .doesNotContain("NoClassDefFoundError", "Exception");
  }

  @Test
  void withOldAnnotationsAndNothingElseItSaysWhatToDo() throws Exception {
    assertThat(answer(old("jackson-annotations")))
        .contains(
            "JSON: Jackson 3 can't be used here, it needs com.fasterxml.jackson.annotation.Json",
            "Raise com.fasterxml.jackson.core:jackson-annotations to 2.21 or newer");
  }

  @Test
  void asItIsThereIsJackson3() throws Exception {
    assertThat(answer(List.of())).contains("JacksonCodec Reminder[").doesNotContain("Exception");
  }

  private static List<Path> old(String name) throws Exception {
    try (Stream<Path> jars = Files.list(OLD)) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith(name)).toList();
    }
  }

  /** What the program says whose class path has these jars instead of all of Jackson 2. */
  private static String answer(List<Path> jars) throws Exception {
    List<String> classPath = new ArrayList<>();
    jars.forEach(jar -> classPath.add(jar.toString()));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> jars.isEmpty() || !isOfJackson2(entry))
        .forEach(classPath::add);
    try (Connection connection = TestServer.newDatabase().getConnection()) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  String.join(File.pathSeparator, classPath),
                  OldJackson.class.getName(),
                  connection.getMetaData().getURL(),
                  connection.getMetaData().getUserName())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return answer;
    }
  }

  private static boolean isOfJackson2(String entry) {
    return entry.replace('\\', '/').contains("/com/fasterxml/jackson/");
  }
}
