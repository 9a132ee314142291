package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command of the archive finds its jar and a Java, wherever it lies and however it is called.
 */
@DisabledOnOs(OS.WINDOWS)
final class AwaScriptTest {
  private static final String LONG = "-Xlog:all=warning:stderr";

  @TempDir Path folder = Path.of("");

  private Path home = Path.of("");
  private Path awa = Path.of("");
  private Path java = Path.of("");

  /** An installation and a Java that prints its arguments, both in folders with a space. */
  @BeforeEach
  void install() throws IOException {
    Path root = folder.toRealPath();
    home = root.resolve("awa 0.1");
    awa = home.resolve("bin/awa");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(Path.of("..", "build-tools", "awa.sh"), awa);
    Files.writeString(home.resolve("lib/version"), "awa 0.1 4711\n");
    java = root.resolve("a java");
    Files.createDirectories(java.resolve("bin"));
    Path program = java.resolve("bin/java");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true) && awa.toFile().setExecutable(true)).isTrue();
  }

  private List<String> run(Path in, String command, Map<String, String> named) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command)
            .directory(in.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("JAVA_HOME", java.toString());
    environment.putAll(named);
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(lines.toString()).isZero();
    return lines;
  }

  private List<String> flags(String... arguments) throws Exception {
    List<String> quoted = new ArrayList<>();
    for (String argument : arguments) {
      quoted.add("'" + argument + "'");
    }
    return run(folder, "'" + awa + "' " + String.join(" ", quoted), Map.of());
  }

  @Test
  void theJarAndTheArgumentsAreGivenAsTheyAre() throws Exception {
    List<String> flags = flags("enqueue", "a b", "", "*");
    assertThat(flags.subList(flags.indexOf("-jar"), flags.size()))
        .containsExactly("-jar", home + "/lib/awa.jar", "enqueue", "a b", "", "*");
  }

  /** What runs for long gets the whole compiler, what is short the quick one. */
  @Test
  void onlyTheFirstWordIsTheCommand() throws Exception {
    for (String command : List.of("demo", "work", "serve", "maintain")) {
      assertThat(flags(command)).as(command).contains(LONG);
      assertThat(flags("queue", "pause", command)).as(command).doesNotContain(LONG);
      assertThat(flags("enqueue", command)).as(command).doesNotContain(LONG);
      assertThat(flags("help", command)).as(command).doesNotContain(LONG);
    }
    assertThat(flags("serve", "hash", "anna", "view")).doesNotContain(LONG);
    assertThat(flags()).doesNotContain(LONG);
  }

  @Test
  void itIsFoundThroughLinks() throws Exception {
    Path root = folder.toRealPath();
    Path links = Files.createDirectories(root.resolve("links/below"));
    Files.createSymbolicLink(root.resolve("links/awa"), Path.of("../awa 0.1/bin/awa"));
    Files.createSymbolicLink(links.resolve("awa"), Path.of("../awa"));
    Files.createSymbolicLink(root.resolve("folder"), Path.of("awa 0.1"));
    String jar = home + "/lib/awa.jar";
    assertThat(run(links, "./awa version", Map.of())).contains(jar);
    assertThat(run(Path.of("/"), "'" + links + "/awa' version", Map.of())).contains(jar);
    assertThat(run(links, "awa version", Map.of("PATH", links + ":/usr/bin:/bin"))).contains(jar);
    assertThat(run(root, "awa version", Map.of("PATH", "links:/usr/bin:/bin"))).contains(jar);
    assertThat(run(root, "folder/bin/awa version", Map.of())).contains(jar);
  }

  @Test
  void itLiesWhereItLiesWhateverCdpathSays() throws Exception {
    Map<String, String> elsewhere = Map.of("CDPATH", "/:/tmp:" + folder);
    assertThat(run(home, "bin/awa version", elsewhere)).contains(home + "/lib/awa.jar");
    assertThat(run(home.resolve("bin"), "sh awa version", elsewhere))
        .contains(home + "/lib/awa.jar");
  }

  @Test
  void classesAreKeptInTheFolderOfTheUser() throws Exception {
    Path user = folder.toRealPath().resolve("a user");
    assertThat(run(folder, "'" + awa + "' version", Map.of("HOME", user.toString())))
        .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile=" + user + "/.cache/awa/awa-"));
    assertThat(run(folder, "'" + awa + "' version", Map.of("XDG_CACHE_HOME", user + "/c")))
        .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile=" + user + "/c/awa/awa-"));
  }

  /** A service may have none; then nothing is written anywhere. */
  @Test
  void whoHasNoHomeHasNoSuchFile() throws Exception {
    for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of("HOME", ""))) {
      assertThat(run(folder, "'" + awa + "' version", none))
          .contains("version")
          .noneMatch(flag -> flag.startsWith("-XX:SharedArchiveFile"));
    }
  }

  @Test
  void aJavaThatIsTooOldIsTold() throws Exception {
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.2\"\n");
    List<String> said =
        run(folder, "! '" + awa + "' version", Map.of()); // the exclamation mark: it must fail
    assertThat(said)
        .containsExactly(
            "awa needs Java 21 or newer, and "
                + java
                + "/bin/java is of \"17.0.2\": set JAVA_HOME to a newer one");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"21.0.8\"\n");
    assertThat(run(folder, "'" + awa + "' version", Map.of())).contains("version");
  }
}
