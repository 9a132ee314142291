package dev.awa.cli.command;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is done, to which jobs. */
final class OperationWords {
  private static final Duration LONG = Duration.ofHours(1);

  @Parameters(
      paramLabel = "VERB FILTER",
      arity = "1..*",
      description = {
        "What is done: retry, cancel, edit, delete or move-to-dead-letters; then what the jobs"
            + " have: queue:mail kind:send_receipt state:failed tag:vip error:\"timed out\""
            + " args.customer.id:7 after:-2h."
      })
  List<String> words = new ArrayList<>();

  @Mixin QueueAndKind named = new QueueAndKind();

  @Option(names = "--all", description = "Instead of a filter: every job that the verb treats.")
  boolean all;

  @Option(
      names = "--exact",
      description = "Count all jobs first, however long that takes; else for about 2 s.")
  boolean exact;

  @Mixin ChangeOptions change = new ChangeOptions();

  /** Counts the jobs. */
  OperationPreview preview(Awa awa) {
    JobFilter filter = filter();
    Action action = action();
    return exact
        ? awa.operations().preview(filter, action, LONG)
        : awa.operations().preview(filter, action);
  }

  /** The verb, as it is written. */
  String verb() {
    return action().verb().word();
  }

  JobFilter filter() {
    return FilterWords.changed(words.subList(1, words.size()), named.queue, named.kind, all);
  }

  private Action action() {
    String verb = words.getFirst().toLowerCase(Locale.ROOT);
    if (change.areSome() && !verb.equals("retry") && !verb.equals("edit")) {
      throw new UsageFailure("only retry and edit take a change");
    }
    return switch (verb) {
      case "retry" -> Action.retry(unchanged -> change.change());
      case "cancel" -> Action.cancel();
      case "delete" -> Action.delete();
      case "move-to-dead-letters", "move_to_dead_letters" -> Action.moveToDeadLetters();
      case "edit" -> {
        if (!change.areSome()) {
          throw new UsageFailure(
              "edit: say what is changed: --to-queue, --priority, --max-attempts, --delay,"
                  + " --run-at");
        }
        yield Action.edit(unchanged -> change.change());
      }
      default ->
          throw new UsageFailure(
              "the first word must be retry, cancel, edit, delete or move-to-dead-letters, got "
                  + words.getFirst());
    };
  }

  /** How many jobs there are, in words. */
  static String count(OperationPreview preview) {
    return (preview.isExact() ? "" : "more than ")
        + String.format(Locale.ROOT, "%,d", preview.jobs())
        + (preview.isExact() && preview.jobs() == 1 ? " job" : " jobs");
  }
}
