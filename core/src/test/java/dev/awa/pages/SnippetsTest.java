package dev.awa.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the documents show is code that is compiled and run: a block of Java stands in a source of
 * the repository, a block of SQL runs on a queue. A block that can't be either has a sentence above
 * it that says why: {@code *Not run by the build: ...*}. The commands of terminals are held to the
 * command by {@code ShownCommandsTest} in the module cli.
 */
final class SnippetsTest {
  /** Where Java of the documents may stand. */
  private static final List<String> MODULES =
      List.of("core", "admin", "cli", "metrics", "spring", "test-kit", "examples");

  @Test
  void everyBlockOfJavaStandsInASource() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String module : MODULES) {
      sources.addAll(sources(Page.repository().resolve(module)));
    }
    List<Page.Block> blocks = blocks("java");
    assertThat(blocks).hasSizeGreaterThan(10);
    List<String> nowhere =
        blocks.stream()
            .filter(block -> sources.stream().noneMatch(source -> stands(block, source)))
            .map(block -> block.place() + ":\n" + block.text())
            .toList();
    assertThat(nowhere).as("blocks of Java that stand in no source of " + MODULES).isEmpty();
  }

  private static boolean stands(Page.Block block, String source) {
    List<String> imports = block.text().lines().filter(line -> line.startsWith("import ")).toList();
    String code = plain(block.text().lines().filter(line -> !line.startsWith("import ")));
    return source.contains(code) && imports.stream().allMatch(source::contains);
  }

  /**
   * Without indents and empty lines. Classes of pages stand in another class where they are run.
   */
  private static String plain(Stream<String> lines) {
    return lines
        .map(line -> line.strip().replaceFirst("^(public )?static (final )?class ", "$2class "))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static List<String> sources(Path module) throws IOException {
    if (!Files.exists(module)) {
      return List.of();
    }
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(module)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        sources.add(plain(Files.readAllLines(file).stream()));
      }
    }
    return sources;
  }

  @Test
  void everyBlockOfSqlRuns() throws SQLException {
    assertThat(blocks("sql")).hasSizeGreaterThan(3);
    for (Page page : Page.all()) {
      List<Page.Block> blocks = page.blocks("sql").stream().filter(Page.Block::isRun).toList();
      if (!blocks.isEmpty()) {
        run(blocks);
      }
    }
  }

  /** One page on one queue, each block in a transaction of its own. */
  private static void run(List<Page.Block> blocks) throws SQLException {
    TestQueue queue = TestQueue.create();
    for (Page.Block block : blocks) {
      try (Connection connection = queue.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(block.text());
      } catch (SQLException e) {
        throw new AssertionError(block.place() + ": " + e.getMessage(), e);
      }
    }
  }

  private static List<Page.Block> blocks(String language) {
    return Page.all().stream()
        .flatMap(page -> page.blocks(language).stream())
        .filter(Page.Block::isRun)
        .toList();
  }
}
