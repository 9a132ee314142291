package dev.awa.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.bench.peer.Driver.Pin;
import dev.awa.bench.peer.Driver.Recipe;
import dev.awa.bench.peer.Driver.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver is built once for what it is made of, and says why when it can't be. */
@Timeout(60)
final class DriverTest {
  private static final Tool SHELL = new Tool("Shell", List.of("echo", "version 2.5.1"), 2, 5);

  @TempDir private Path folder;

  private Driver driver(Tool tool, String build) {
    return new Driver(
        folder.toString(), // absolute, so it does not lie in the folder of build products
        List.of(),
        tool,
        new Recipe(List.of(List.of("sh", "-c", build)), List.of("true")),
        new Pin("", ""));
  }

  @Test
  void isBuiltOnceAndAgainWhenItIsAnother() throws Exception {
    String count = "echo built >> count";
    assertThat(driver(SHELL, count).missing()).isEmpty();
    assertThat(driver(SHELL, count).missing()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(1);
    assertThat(driver(SHELL, count + "; true").missing()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(2);
  }

  @Test
  void whatFailedIsTheReasonAndIsTriedAgain() {
    assertThat(driver(SHELL, "echo no such library; exit 3").missing())
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("ended with 3", "no such library"));
    assertThat(driver(SHELL, "true").missing()).isEmpty();
  }

  @Test
  void aToolThatIsNotThereIsTheReason() {
    Tool none = new Tool("None", List.of("no-such-tool-is-here", "--version"), 1, 0);
    assertThat(driver(none, "true").missing())
        .hasValueSatisfying(reason -> assertThat(reason).contains("no-such-tool-is-here"));
  }

  @Test
  void aToolThatIsTooOldIsTheReason() {
    Tool newer = new Tool("Shell", SHELL.asked(), 2, 6);
    assertThat(driver(newer, "true").missing())
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("needs Shell 2.6 or newer, found 2.5.1"));
  }
}
