package dev.awa.cli.command;

import dev.awa.QueueStats;
import dev.awa.cli.database.Context;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Table;
import dev.awa.cli.terminal.Terminal;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.cli.top.Snapshot;
import dev.awa.cli.top.Top;
import dev.awa.client.Awa;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the overview in a terminal. */
@Prints(Snapshot.class)
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    description = {
      "The overview in a terminal, read anew every two seconds: what needs attention, every queue,"
          + " its jobs, a job, the workers. Keys pause and resume a queue, cancel a job and run it"
          + " again; each asks first, and names what it would change.",
      "Where there is no terminal, and with --once or --json: what it shows now, once."
    })
public final class TopCommand implements Callable<Integer> {
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(1);

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();
  @Mixin Operator operator = new Operator();

  @Option(
      names = "--every",
      defaultValue = "2s",
      paramLabel = "TIME",
      description =
          "How long between two readings, 100ms to 1h; default: ${DEFAULT-VALUE}. Each"
              + " counts the jobs of all queues.")
  Duration every = LEAST;

  @Option(names = "--once", description = "Print what is seen now, and end.")
  boolean once;

  @Override
  public Integer call() {
    if (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0) {
      throw new UsageFailure("--every: must be 100ms to 1h, got " + every);
    }
    return target.with(awa ->
        once || printer.json || !Terminal.isThere() ? print(Snapshot.take(awa, null)) : show(awa));
  }

  private int show(Awa awa) {
    awa.check();
    Context context = target.context();
    try (var terminal =
        TerminalBuilder.builder().name("awa top").system(true).dumb(false).build()) {
      new Top(
              terminal,
              awa,
              target.where().replace("jdbc:postgresql://", ""),
              operator.name(),
              toConfirm(context),
              every)
          .run();
      return ExitCode.OK;
    } catch (IOException | IllegalStateException e) {
      throw new CommandFailure("this terminal can't be used: " + e.getMessage() + "; use --once");
    }
  }

  /** The name that somebody must type before a change; null when none. */
  private @Nullable String toConfirm(@Nullable Context context) {
    return context == null || !context.production() || context.name().equals(target.confirmed())
        ? null
        : context.name();
  }

  private int print(Snapshot snapshot) {
    return printer.print(snapshot, out -> print(out, snapshot));
  }

  private static void print(PrintWriter out, Snapshot snapshot) {
    out.println(
        snapshot.aliveWorkers()
            + (snapshot.aliveWorkers() == 1 ? " worker alive, " : " workers alive, ")
            + (snapshot.leader() == null
                ? "none leads"
                : Printer.plain(snapshot.leader()) + " leads"));
    snapshot
        .findings()
        .forEach(check -> out.println("! " + check.name() + ": " + Printer.plain(check.words())));
    Table.print(
        out,
        List.of("WAITING", "RUNNING", "SCHEDULED", "RETRYABLE", "DEAD LETTERS", "", "QUEUE"),
        snapshot.queues().stream().map(TopCommand::row).toList());
  }

  private static List<String> row(Snapshot.Queue queue) {
    QueueStats stats = queue.stats();
    return List.of(
        "" + stats.available(),
        "" + stats.running(),
        "" + stats.scheduled(),
        "" + stats.retryable(),
        "" + stats.deadLetters(),
        queue.paused() ? "paused" : "",
        Printer.plain(stats.queue()));
  }
}
