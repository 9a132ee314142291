package dev.awa.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.lab.Arguments.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class ArgumentsTest {
  @Command(name = "bin/some")
  private static final class Options implements Arguments.Checked {
    @Option(names = "--short")
    boolean isShort;

    @Option(names = "--rounds")
    int rounds = 5;

    @Override
    public void check() {
      if (rounds <= 0) {
        throw new IllegalArgumentException("--rounds: must be above 0");
      }
    }
  }

  private static Options read(String... arguments) {
    return new Arguments<>(new Options(), List.of("100 % of it")).read(arguments);
  }

  @Test
  void whatIsAskedForIsRead() {
    assertThat(read().rounds).isEqualTo(5);
    assertThat(read("--rounds", "2", "--short").isShort).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsSaidWithTheNearestThatIs() {
    assertThatThrownBy(() -> read("--shrt"))
        .isInstanceOf(UsageException.class)
        .hasMessage("Unknown option: '--shrt', did you mean --short?; see bin/some --help");
    assertThatThrownBy(() -> read("--rounds", "many"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'many' is not an int");
    assertThatThrownBy(() -> read("--rounds", "0"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--rounds: must be above 0");
  }

  @Test
  void theNearestNameIsTold() {
    assertThat(Names.unknown("scenario", "pikup", List.of("wal", "pickup")))
        .isEqualTo("unknown scenario pikup, did you mean pickup?; known: wal, pickup");
    assertThat(Names.unknown("scenario", "nothing-like-it", List.of("wal")))
        .isEqualTo("unknown scenario nothing-like-it; known: wal");
  }

  @Test
  void cellsAreLinedUp() {
    assertThat(
            Columns.lineUp(List.of(List.of("a", "n", ""), List.of("bcd", "12", "x")), i -> i == 1))
        .isEqualTo("a     n\nbcd  12  x\n");
  }
}
