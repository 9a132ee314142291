package dev.awa.cli.command;

import dev.awa.Overwritten;
import dev.awa.QueueChange;
import dev.awa.QueueSetting;
import dev.awa.admin.ChangedQueue;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.UsageFailure;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes settings of a queue while it runs. */
@Prints(ChangedQueue.class)
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Change settings of a queue for all of its workers, which take them within a second.",
      "Settings that are not named stay as they are; --reset takes one back. What runs is finished"
          + " as it began. Printed is what was overwritten, and who had set it last. A queue that"
          + " is not known yet is set too, and said to be unknown."
    })
public final class QueueSetCommand implements Callable<Integer> {
  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Parameters(paramLabel = "QUEUE", description = "The queue.")
  String queue = "";

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many jobs one worker runs at once; 1 to 1000000.")
  @Nullable Integer concurrency;

  @Option(
      names = "--poll",
      paramLabel = "TIME",
      description = "How often a worker that hears no notifications looks; 10ms to 1h.")
  @Nullable Duration poll;

  @Option(
      names = "--claim-size",
      paramLabel = "N",
      description = "How many jobs one call claims at most; 1 to 512.")
  @Nullable Integer claimSize;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "How long an attempt may take of a job that says nothing of it; 1ms to 7d.")
  @Nullable Duration deadline;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "How often a job is tried that does not allow fewer; 1 to 1000.")
  @Nullable Integer maxAttempts;

  @Option(
      names = "--retry-delay",
      paramLabel = "TIME",
      description =
          "How long a job waits after its first failed attempt, twice as long after each further"
              + " one; 0s to 3650d.")
  @Nullable Duration retryDelay;

  @Option(
      names = "--longest-retry-delay",
      paramLabel = "TIME",
      description = "The longest wait between two attempts; 0s to 3650d.")
  @Nullable Duration longestRetryDelay;

  @Option(
      names = "--keep-completed",
      paramLabel = "TIME",
      description =
          "For how long completed jobs are wanted; 0s to 3650d. They go with their segment, when no"
              + " queue with jobs in it wants it any more.")
  @Nullable Duration keepCompleted;

  @Option(
      names = "--keep-failed",
      paramLabel = "TIME",
      description = "How long failed and cancelled jobs are kept; 0s to 3650d.")
  @Nullable Duration keepFailed;

  @Option(
      names = "--keep-dead-letters",
      paramLabel = "TIME",
      description = "How long dead letters are kept; 0s to 3650d.")
  @Nullable Duration keepDeadLetters;

  @Option(
      names = "--aging",
      paramLabel = "TIME",
      description = "After how long of waiting a job counts as one priority better; 0s: never.")
  @Nullable Duration aging;

  @Option(
      names = "--dead-letters",
      paramLabel = "true|false",
      arity = "1",
      description = "Whether jobs that fail for good become dead letters.")
  @Nullable Boolean deadLetters;

  @Option(
      names = "--stripes",
      paramLabel = "N",
      description = "Into how many stripes it is split; 1 to 64. See awa queue split.")
  @Nullable Integer stripes;

  @Option(
      names = "--reset",
      paramLabel = "SETTING",
      split = ",",
      converter = SettingNames.class,
      description =
          "Takes a setting back, by its name (claim_size or claim-size); may be repeated.")
  List<QueueSetting> reset = List.of();

  @Override
  public Integer call() {
    QueueChange change = change();
    return target.with(awa -> {
      KnownQueues known = KnownQueues.of(awa);
      List<Overwritten> changed = awa.queues().set(queue, nothing -> change, operator.name());
      return printer.print(
          new ChangedQueue(queue, changed, known.has(queue)),
          out -> {
            SettingLines.printChanged(out, "queue", queue, changed);
            known.noteUnknown(queue, out);
          });
    });
  }

  private QueueChange change() {
    QueueChange change = QueueChange.nothing();
    for (Map.Entry<QueueSetting, Object> one : asked().entrySet()) {
      change = change.set(one.getKey(), one.getValue());
    }
    for (QueueSetting setting : reset) {
      if (change.values().containsKey(setting)) {
        throw new UsageFailure(setting + " is set and reset at once");
      }
      change = change.reset(setting);
    }
    if (change.values().isEmpty()) {
      throw new UsageFailure("name a setting to change, --concurrency 5 for instance");
    }
    return change;
  }

  private Map<QueueSetting, Object> asked() {
    Map<QueueSetting, @Nullable Object> all = new EnumMap<>(QueueSetting.class);
    all.put(QueueSetting.CONCURRENCY, concurrency);
    all.put(QueueSetting.POLL, poll);
    all.put(QueueSetting.CLAIM_SIZE, claimSize);
    all.put(QueueSetting.DEADLINE, deadline);
    all.put(QueueSetting.MAX_ATTEMPTS, maxAttempts);
    all.put(QueueSetting.RETRY_DELAY, retryDelay);
    all.put(QueueSetting.LONGEST_RETRY_DELAY, longestRetryDelay);
    all.put(QueueSetting.KEEP_COMPLETED, keepCompleted);
    all.put(QueueSetting.KEEP_FAILED, keepFailed);
    all.put(QueueSetting.KEEP_DEAD_LETTERS, keepDeadLetters);
    all.put(QueueSetting.AGING, aging);
    all.put(QueueSetting.DEAD_LETTERS, deadLetters);
    all.put(QueueSetting.STRIPES, stripes);
    Map<QueueSetting, Object> asked = new EnumMap<>(QueueSetting.class);
    all.forEach((setting, value) -> {
      if (value != null) {
        asked.put(setting, value);
      }
    });
    return asked;
  }
}
