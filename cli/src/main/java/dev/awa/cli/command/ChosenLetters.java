package dev.awa.cli.command;

import dev.awa.JobFilter;
import dev.awa.cli.terminal.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: some, by their ids, or many, by what they are. */
final class ChosenLetters {
  @Parameters(
      paramLabel = "ID|FILTER",
      arity = "0..*",
      description =
          "The jobs, by their ids; or what they have, as for awa dead-letters list: queue:mail"
              + " error:timeout finished-after:-2h.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--queue",
      paramLabel = "QUEUE",
      description = "Instead of ids: the dead letters of this queue.")
  @Nullable String queue;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Instead of ids: the dead letters of this kind.")
  @Nullable String kind;

  @Option(names = "--all", description = "Instead of ids: every dead letter.")
  boolean all;

  /** Whether they are named one by one. */
  boolean areNamed() {
    boolean many = queue != null || kind != null || all;
    if (words.isEmpty() && !many) {
      throw new UsageFailure("name the jobs by their ids, or a filter, --queue, --kind or --all");
    }
    if (!many && areIds()) {
      return true;
    }
    if (many && words.stream().anyMatch(ChosenLetters::isId)) {
      throw new UsageFailure("--queue, --kind and --all go without ids");
    }
    if (all && (queue != null || kind != null || !words.isEmpty())) {
      throw new UsageFailure("--all goes without a filter, --queue and --kind");
    }
    return false;
  }

  private boolean areIds() {
    return words.stream().allMatch(ChosenLetters::isId);
  }

  private static boolean isId(String word) {
    return word.matches("[0-9]{1,18}");
  }

  /** The jobs that are named. */
  List<Long> ids() {
    return words.stream().map(Long::valueOf).toList();
  }

  /** As many as one call takes. */
  JobFilter filter() {
    FilterWords filter = new FilterWords();
    filter.words = words;
    filter.queue = queue;
    filter.kind = kind;
    JobFilter named = filter.filter();
    return all ? JobFilter.all(JobFilter.MAX_LIMIT) : named;
  }
}
