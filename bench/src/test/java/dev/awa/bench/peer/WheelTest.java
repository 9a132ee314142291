package dev.awa.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wheel is read when it is the one that is meant, and says why it can't be had when not. */
final class WheelTest {
  private static final List<String> NO_PIP = List.of("no-such-program");
  private static final String OTHER_HASH = "00".repeat(32);

  @TempDir private Path folder;

  @Test
  void oneThatIsThereIsReadWithoutPip() throws Exception {
    Wheel.Pin pin = pin(zip(folder.resolve("queue-1.0-py3-none-any.whl")));
    Wheel wheel = new Wheel(folder, NO_PIP, pin);
    assertThat(wheel.missing()).isEmpty();
    assertThat(wheel.text("queue/all.sql")).isEqualTo("SELECT 1");
    assertThatThrownBy(() -> wheel.text("queue/none.sql"))
        .isInstanceOf(IOException.class)
        .hasMessage("no queue/none.sql in queue-1.0-py3-none-any.whl");
  }

  @Test
  void anotherFileOfItsNameIsNotReadButFetchedAnew() throws Exception {
    String hash = zip(folder.resolve("of the registry"));
    Files.writeString(folder.resolve("queue-1.0-py3-none-any.whl"), "half of it");
    Wheel wheel = new Wheel(folder, pipThatCopies("of the registry"), pin(hash));
    assertThat(wheel.missing()).isEmpty();
    assertThat(wheel.text("queue/all.sql")).isEqualTo("SELECT 1");
  }

  @Test
  void oneWithAnotherHashIsRefused() throws Exception {
    String hash = zip(folder.resolve("of the registry"));
    Wheel wheel = new Wheel(folder, pipThatCopies("of the registry"), pin(OTHER_HASH));
    assertThat(wheel.missing())
        .contains(
            "queue-1.0-py3-none-any.whl can't be had: expected SHA-256 "
                + OTHER_HASH
                + ", got "
                + hash);
  }

  @Test
  void whatPipSaysIsTheReason() {
    List<String> pip = List.of("sh", "-c", "echo no such package; exit 1");
    assertThat(new Wheel(folder, pip, pin(OTHER_HASH)).missing())
        .contains("queue-1.0-py3-none-any.whl can't be had: pip says: no such package");
  }

  @Test
  void noPipIsAReasonToo() {
    assertThat(new Wheel(folder, NO_PIP, pin(OTHER_HASH)).missing())
        .hasValueSatisfying(why -> assertThat(why).contains("can't be had", "no-such-program"));
  }

  private static Wheel.Pin pin(String sha256) {
    return new Wheel.Pin("queue", "1.0", sha256);
  }

  /** Takes a file of the folder for the one of the registry, whatever it is asked for. */
  private List<String> pipThatCopies(String file) {
    String copy = "cp '%1$s/%2$s' '%1$s/queue-1.0-py3-none-any.whl'".formatted(folder, file);
    return List.of("sh", "-c", copy);
  }

  /** Writes an archive with one file in it; answers its hash. */
  private static String zip(Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("queue/all.sql"));
      zip.write("SELECT 1".getBytes(StandardCharsets.UTF_8));
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(hash);
  }
}
