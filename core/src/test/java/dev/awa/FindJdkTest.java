package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The scripts find a JDK that will do, whichever of JAVA_HOME and PATH names an older one. */
@DisabledOnOs(OS.WINDOWS)
final class FindJdkTest {
  private static final String FIND =
      ". build-tools/find-jdk.sh && find_jdk && echo \"$jdk_home $jdk_version\"";

  @TempDir Path folder = Path.of("");

  @Test
  void aNewJavaHomeWinsOverAnOldJavaOnThePath() throws Exception {
    Path young = jdk("young", "25.0.3");
    Path old = jdk("old", "17.0.12");
    assertThat(find(Map.of("JAVA_HOME", young.toString()), old)).isEqualTo(young + " 25.0.3\n");
  }

  @Test
  void aNewJavaOnThePathWinsOverAnOldJavaHome() throws Exception {
    Path young = jdk("young", "21.0.8");
    Path old = jdk("old", "17.0.12");
    assertThat(find(Map.of("JAVA_HOME", old.toString()), young)).isEqualTo(young + " 21.0.8\n");
  }

  @Test
  void whatIsNamedForAwaAloneMustDo() throws Exception {
    Path young = jdk("young", "25");
    Path old = jdk("old", "17.0.12");
    assertThat(find(Map.of("AWA_JAVA_HOME", old.toString(), "JAVA_HOME", young.toString()), young))
        .contains("AWA_JAVA_HOME must name a JDK 21 or newer", "JDK 17.0.12");
  }

  /** The build uses what was found, not the java that happens to be the first on the PATH. */
  @Test
  void theBuildFormatsWithTheJdkThatItRunsOn() throws Exception {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    assertThat(pom)
        .contains(
            "<executable>${fmt.java}</executable>", "<fmt.java>${java.home}/bin/java</fmt.java>")
        .doesNotContain("<executable>java</executable>");
    assertThat(Files.readString(Path.of("..", "build-tools", "build-if-stale.sh")))
        .contains("JAVA_HOME=\"$jdk_home\" PATH=\"$jdk_home/bin:$PATH\" ./mvnw");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.toRealPath().resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String program : new String[] {"java", "javac"}) {
      Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\nexit 99\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return home;
  }

  private static String find(Map<String, String> named, Path onThePath) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-c", FIND)
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.remove("AWA_JAVA_HOME");
    environment.remove("JAVA_HOME");
    environment.putAll(named);
    environment.put("PATH", onThePath.resolve("bin") + ":/usr/bin:/bin");
    Process process = builder.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }
}
