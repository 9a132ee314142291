package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.lab.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManTest {
  @TempDir Path folder = Path.of("");

  private List<Path> pages() throws Exception {
    Cli man = Cli.run("man", folder.toString());
    assertThat(man.status()).isZero();
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void eachCommandHasAPage() throws Exception {
    assertThat(pages())
        .hasSizeGreaterThan(70)
        .extracting(page -> page.getFileName().toString())
        .contains("awa.1", "awa-queue.1", "awa-queue-list.1", "awa-top.1");
    String page = Files.readString(folder.resolve("awa-queue-pause.1"));
    assertThat(page)
        .startsWith(".TH \"awa-queue-pause\" 1 \"\" \"awa 0.1.0\" \"Awa\"\n")
        .contains("awa\\-queue\\-pause \\- stop claims from a queue; what runs, runs on\n")
        .contains(".B \\-\\-until WHEN\n")
        .contains(".SH EXIT STATUS\n.TP\n.B 0\n")
        .doesNotContain("${");
    assertThat(Cli.run("man", folder.toString(), "--json").json().get("pages").size())
        .isGreaterThan(70);
  }

  @Test
  void aFolderThatCannotBeThereIsToldInWords() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Cli man = Cli.run("man", file.toString());
    assertThat(man.status()).isEqualTo(1);
    assertThat(man.err()).startsWith("error: man pages can't be written to " + file);
  }

  /** Not run where groff is not installed. */
  @Test
  void theFormatterHasNothingToSay() throws Exception {
    Optional<Path> groff = Programs.find("groff");
    assumeTrue(groff.isPresent(), "no groff is installed here");
    for (Path page : pages()) {
      Process process =
          new ProcessBuilder(
                  groff.orElseThrow().toString(), "-man", "-ww", "-Tutf8", "-z", page.toString())
              .redirectErrorStream(true)
              .start();
      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .as(page.toString())
          .isEmpty();
      assertThat(process.waitFor()).isZero();
    }
  }
}
