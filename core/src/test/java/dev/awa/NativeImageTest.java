package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a native image is told of the core is what the core loads and calls by name. */
final class NativeImageTest {
  /** As they go into the jar: with what the build has made. */
  private static final Path RESOURCES = Path.of("target/classes");

  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern ASKED = Pattern.compile("ask\\([\\w.()]+, \"(\\w+)\"\\)");
  private static final Pattern CALLED = Pattern.compile("getMethod\\(\"(\\w+)\"\\)");

  private final JsonNode metadata =
      new JsonMapper()
          .readTree(
              RESOURCES
                  .resolve("META-INF/native-image/dev.awa/awa/reachability-metadata.json")
                  .toFile());

  @Test
  void everyFileThatTheEngineLoadsIsInTheImage() throws IOException {
    List<String> globs = elements("resources").map(one -> one.get("glob").asString()).toList();
    try (Stream<Path> files = Files.walk(RESOURCES.resolve("dev"))) {
      List<Path> loaded =
          files
              .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".class"))
              .map(RESOURCES::relativize)
              .toList();
      assertThat(loaded).hasSizeGreaterThan(300);
      assertThat(loaded).allMatch(file -> globs.stream().anyMatch(glob -> covers(glob, file)));
    }
    assertThat(globs).as("each covers something").allMatch(glob -> countOf(glob) > 0);
  }

  private static long countOf(String glob) {
    try (Stream<Path> files = Files.walk(RESOURCES.resolve("dev"))) {
      return files.filter(file -> covers(glob, RESOURCES.relativize(file))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two stars of an image stand for any number of folders, none too. */
  private static boolean covers(String glob, Path file) {
    return Stream.of(glob, glob.replace("**/", ""))
        .anyMatch(one -> FileSystems.getDefault().getPathMatcher("glob:" + one).matches(file));
  }

  /** By reflection only Spring is asked, which the application may have. */
  @Test
  void whatIsCalledByNameIsInTheImageAndExists() throws Exception {
    Map<String, Set<String>> told =
        elements("reflection")
            .collect(Collectors.toMap(one -> one.get("type").asString(), one -> methods(one)));
    for (Map.Entry<String, Set<String>> type : told.entrySet()) {
      for (String method : type.getValue()) {
        assertThat(Class.forName(type.getKey()).getMethod(method)).isNotNull();
      }
    }
    Set<String> called = new TreeSet<>();
    Set<Path> byName = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        Stream.of(ASKED, CALLED)
            .flatMap(pattern -> pattern.matcher(text).results())
            .forEach(found -> called.add(found.group(1)));
        if (text.contains("Class.forName(")) {
          byName.add(file.getFileName());
        }
      }
    }
    assertThat(byName).containsExactly(Path.of("Surrounding.java"));
    assertThat(told.values().stream().flatMap(Set::stream))
        .containsExactlyInAnyOrderElementsOf(called);
  }

  private static Set<String> methods(JsonNode type) {
    return StreamSupport.stream(type.get("methods").spliterator(), false)
        .map(method -> method.get("name").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<JsonNode> elements(String name) {
    return StreamSupport.stream(metadata.get(name).spliterator(), false);
  }
}
