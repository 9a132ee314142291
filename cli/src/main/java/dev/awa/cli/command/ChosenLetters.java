package dev.awa.cli.command;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
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

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With a filter: at most so many, the oldest first; 1 to 10000. Default: all.")
  @Nullable Integer limit;

  @Option(
      names = "--preview",
      description = "With a filter: only count the dead letters and show ten. Changes nothing.")
  boolean preview;

  /** Whether they are named one by one. */
  boolean areNamed() {
    boolean many = queue != null || kind != null || all;
    if (words.isEmpty() && !many) {
      throw new UsageFailure("name the jobs by their ids, or a filter, --queue, --kind or --all");
    }
    if (!many && areIds()) {
      refuseWithIds();
      return true;
    }
    if (many && words.stream().anyMatch(ChosenLetters::isId)) {
      throw new UsageFailure("--queue, --kind and --all go without ids");
    }
    if (preview && limit != null) {
      throw new UsageFailure("--preview shows all that the filter means: leave --limit out");
    }
    return false;
  }

  private void refuseWithIds() {
    if (preview || limit != null) {
      throw new UsageFailure("--preview and --limit go with a filter, not with ids");
    }
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
    JobFilter filter = FilterWords.changed(words, queue, kind, all);
    return limit == null ? filter : filter.withLimit(limit);
  }

  /** Tells what would be done to what the filter means; answers the exit status. */
  int tellPreview(Printer printer, Awa awa, Action action, String verb) {
    OperationPreview counted = preview(awa, action);
    return OperationPreviewCommand.tell(printer, awa, filter(), counted, verb);
  }

  /** Counts what the filter means. */
  OperationPreview preview(Awa awa, Action action) {
    return awa.operations().preview(filter().withDeadLettersOnly(), action);
  }
}
