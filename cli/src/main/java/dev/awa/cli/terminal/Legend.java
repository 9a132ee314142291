package dev.awa.cli.terminal;

import dev.awa.admin.Units;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What TIME and SIZE mean, said below the help of every command that has such an option. */
public final class Legend {
  private static final Map<String, String> WORDS = Map.of("TIME", Units.TIMES, "SIZE", Units.SIZES);

  private Legend() {}

  /** Adds it to the help of a command and of all below it. */
  public static void addTo(CommandLine line) {
    List<String> labels =
        line.getCommandSpec().args().stream().map(ArgSpec::paramLabel).distinct().toList();
    String[] lines =
        Stream.of("TIME", "SIZE")
            .filter(labels::contains)
            .map(label -> label + ": " + WORDS.get(label) + ".")
            .toArray(String[]::new);
    line.getCommandSpec().usageMessage().footer(lines);
    line.getSubcommands().values().forEach(Legend::addTo);
  }
}
