package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** Every {@code awa} command that the documents show is one, with options that it has. */
final class ShownCommandsTest {
  private static final Pattern IN_PROSE = Pattern.compile("`((?:\\./)?awa [a-z][^`]*)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** What stands for something else in a command that prose shows. */
  private static final Pattern PLACEHOLDER = Pattern.compile("[.]{3}|<|\\b(?:N|ID)\\b");

  @Test
  void everyCommandInABlockIsUnderstood() {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (Page page : Page.all()) {
      for (Page.Block block : blocks(page)) {
        for (String command : commands(block.text())) {
          count++;
          complain(block.place(), command, wrong);
        }
      }
    }
    assertThat(count).isGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyCommandInProseIsUnderstood() {
    List<String> wrong = new ArrayList<>();
    for (Page page : Page.all()) {
      IN_PROSE
          .matcher(page.text())
          .results()
          .map(found -> found.group(1))
          .filter(command -> !PLACEHOLDER.matcher(command).find())
          .forEach(command -> complain(page.path(), command, wrong));
    }
    assertThat(wrong).isEmpty();
  }

  private static List<Page.Block> blocks(Page page) {
    return Stream.of("", "sh")
        .flatMap(language -> page.blocks(language).stream())
        .filter(Page.Block::isRun)
        .toList();
  }

  /** The commands of a block, also behind a pipe; without comments and what the shell does. */
  private static List<String> commands(String block) {
    return block
        .replace("\\\n", " ")
        .lines()
        .map(line -> line.replaceFirst("^\\$ ", "").replaceFirst("(^|\\s)#.*", ""))
        .flatMap(line -> Stream.of(line.split("\\s(?:\\||&&|>|<)\\s?|;", -1)))
        .map(String::strip)
        .filter(command -> command.matches("(\\./)?awa( .*)?"))
        .toList();
  }

  private static void complain(String place, String command, List<String> wrong) {
    String[] words =
        WORD.matcher(command).results().skip(1).map(ShownCommandsTest::word).toArray(String[]::new);
    if (words.length > 0 && words[words.length - 1].equals("--help")) {
      words = Arrays.copyOf(words, words.length - 1);
    }
    try {
      var parsed = Main.line(new Main()).setUnmatchedArgumentsAllowed(false).parseArgs(words);
      assertThat(parsed).isNotNull();
    } catch (ParameterException e) {
      // A sentence may name a group, or a command without what it needs.
      if (!isNamed(e)) {
        wrong.add(place + ": " + command + ": " + e.getMessage());
      }
    }
  }

  private static boolean isNamed(ParameterException e) {
    return String.valueOf(e.getMessage()).contains("Missing required");
  }

  private static String word(MatchResult found) {
    for (int group = 1; group <= 3; group++) {
      if (found.group(group) != null) {
        return found.group(group);
      }
    }
    throw new AssertionError(found);
  }
}
