package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * docs/reference/command.md has every command and option: from the model that reads the command
 * line. To write it anew: {@code -Dawa.page.update=true}.
 */
final class CommandPageTest {

  private final StringBuilder made = new StringBuilder();
  private int commands;

  @Test
  void thePageHasEveryCommand() {
    write(Main.line(new Main()));
    assertThat(commands).isGreaterThan(20);
    Page.of("docs/reference/command.md").has("commands", made.toString());
  }

  private void write(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      if (command.getSubcommands().isEmpty()) {
        writeOne(command.getCommandSpec());
      } else {
        write(command);
      }
    }
  }

  private void writeOne(CommandSpec spec) {
    commands++;
    made.append("### ").append(spec.qualifiedName()).append("\n\n");
    made.append(words(spec.usageMessage().description())).append("\n\n");
    made.append("| | |\n| --- | --- |\n");
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      row(parameter.paramLabel(), parameter.description(), null);
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
        row(name(option), description(option), option.defaultValue());
      }
    }
    made.append('\n');
  }

  private static String[] description(OptionSpec option) {
    boolean needed = option.required() && option.group() == null;
    return needed ? new String[] {words(option.description()), "Needed."} : option.description();
  }

  private static String name(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private void row(String name, String[] description, @Nullable String fallback) {
    String words = words(description);
    made.append("| `").append(name).append("` | ");
    made.append(words.replace("|", "\\|").replace("${DEFAULT-VALUE}", String.valueOf(fallback)));
    made.append(" |\n");
  }

  private static String words(String... lines) {
    return Arrays.stream(lines).map(String::strip).collect(Collectors.joining(" "));
  }
}
