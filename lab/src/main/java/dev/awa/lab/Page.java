package dev.awa.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the documents: Markdown in the repository. It has blocks of code, which tests hold to
 * what runs, and parts that are made from code, between {@code <!-- begin name -->} and {@code <!--
 * end name -->}.
 */
public final class Page {
  /** What stands above a block that no test holds to anything, with the reason behind it. */
  private static final String NOT_RUN = "*Not run by the build:";

  private static final String FENCE = "```";

  private final Path file;

  private Page(Path file) {
    this.file = file;
  }

  /** A page by its path in the repository. */
  public static Page of(String path) {
    return new Page(repository().resolve(path));
  }

  /**
   * The pages of the site and what a reader of the repository reads first: README, ARCHITECTURE.
   */
  public static List<Page> all() {
    Path root = repository();
    try (Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> top = Files.list(root)) {
      return Stream.concat(top, docs)
          .filter(path -> path.toString().endsWith(".md"))
          .sorted()
          .map(Page::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the repository: tests run in their module's. */
  public static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no folder above this one has mvnw");
      }
    }
    return folder;
  }

  /** The path in the repository. */
  public String path() {
    return repository().relativize(file).toString();
  }

  /** All text. */
  public String text() {
    return read(file);
  }

  /**
   * A block of code.
   *
   * @param place the page and the line, for messages
   * @param language what stands behind the fence; empty for a terminal
   * @param isRun false when the line above says that the build does not run it, and why
   * @param text the code, without the indentation that all of it has
   */
  public record Block(String place, String language, boolean isRun, String text) {}

  /** The blocks of a language, in order. */
  public List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(FENCE)) {
        int end = endOfBlock(lines, i);
        blocks.add(block(lines, i, end));
        i = end;
      }
    }
    return blocks;
  }

  private int endOfBlock(List<String> lines, int begin) {
    for (int i = begin + 1; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(FENCE)) {
        return i;
      }
    }
    throw new AssertionError(path() + ":" + (begin + 1) + ": this block has no end");
  }

  private Block block(List<String> lines, int begin, int end) {
    return new Block(
        path() + ":" + (begin + 1),
        lines.get(begin).strip().substring(FENCE.length()),
        !sentenceAbove(lines, begin).startsWith(NOT_RUN),
        String.join("\n", lines.subList(begin + 1, end)).stripIndent());
  }

  private static String sentenceAbove(List<String> lines, int line) {
    int above = line - 1;
    while (above >= 0 && lines.get(above).isBlank()) {
      above--;
    }
    return above < 0 ? "" : lines.get(above).strip();
  }

  /**
   * Holds a part of the page to what was made from code. With {@code -Dawa.page.update=true} the
   * part is written anew instead.
   *
   * @throws AssertionError when the page has something else there
   */
  public void has(String part, String made) {
    String begin = "<!-- begin " + part + " -->\n";
    String end = "<!-- end " + part + " -->";
    String text = text();
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new AssertionError(path() + " has no part " + part + " between " + begin + end);
    }
    String there = text.substring(from + begin.length(), to);
    if (there.strip().equals(made.strip())) {
      return;
    }
    if (!Boolean.getBoolean("awa.page.update")) {
      throw new AssertionError(
          path()
              + ": the part \""
              + part
              + "\" is not what the code says. Write it anew with -Dawa.page.update=true. It is:\n"
              + made);
    }
    write(text.substring(0, from) + begin + "\n" + made.strip() + "\n\n" + text.substring(to));
  }

  private void write(String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
