package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/testing.md shows is code of these tests, and runs. */
final class TestingDocumentTest {
  @RegisterExtension static final AwaExtension AWA = AwaExtension.on(() -> Databases.ofTests());

  static void placedInATransaction(DataSource dataSource) throws SQLException {
    AwaKit kit = AwaKit.on(dataSource); // empties nothing
    try (Connection tx = dataSource.getConnection()) {
      tx.setAutoCommit(false);
      kit.awa().enqueue(tx, Job.of(new SendReceipt("jo@example.org", 4200)).withQueue("mail"));
      kit.assertThatQueue(tx, "mail").hasOneJob(SendReceipt.class);
      tx.rollback();
    }
  }

  @Test
  void theExamplesRun(AwaKit kit) throws SQLException {
    placedInATransaction(kit.dataSource());
    kit.assertThatQueue("mail").hasCount(0);
  }

  @Test
  void everyExampleIsCodeOfATest() throws IOException {
    List<String> examples =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(Path.of("../docs/testing.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(examples).hasSize(3);
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      List<Path> sources = files.filter(Files::isRegularFile).toList();
      for (String example : examples) {
        assertThat(sources)
            .as("a source that has %s", example)
            .anyMatch(source -> plain(source).contains(example.stripIndent().strip()));
      }
    }
  }

  /** The source, also without the indentation of what stands in a class. */
  private static String plain(Path source) {
    try {
      String text = Files.readString(source);
      return text + text.replaceAll("(?m)^  ", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
