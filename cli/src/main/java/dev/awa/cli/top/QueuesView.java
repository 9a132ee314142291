package dev.awa.cli.top;

import dev.awa.QueueStats;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.top.Columns.Column;
import dev.awa.client.Awa;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** The overview: what needs attention, then every queue. */
final class QueuesView implements View {
  private static final int FINDINGS = 4;
  private static final Comparator<Snapshot.Queue> BY_NAME =
      Comparator.comparing(queue -> queue.stats().queue());

  /** In which order the queues stand. */
  private enum Order {
    WAITING,
    RATE,
    DEAD_LETTERS,
    NAME;

    private Order next() {
      return switch (this) {
        case WAITING -> RATE;
        case RATE -> DEAD_LETTERS;
        case DEAD_LETTERS -> NAME;
        case NAME -> WAITING;
      };
    }

    private Comparator<Snapshot.Queue> comparator() {
      return switch (this) {
        case WAITING -> most(one -> one.stats().available());
        case RATE -> most(QueuesView::rate);
        case DEAD_LETTERS -> most(one -> one.stats().deadLetters());
        case NAME -> BY_NAME;
      };
    }

    private static Comparator<Snapshot.Queue> most(ToDoubleFunction<Snapshot.Queue> number) {
      return Comparator.comparingDouble(number).reversed().thenComparing(BY_NAME);
    }

    private String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final String by;
  private final Cursor<String> cursor = new Cursor<>();
  private Order order = Order.WAITING;
  private int height = 1;
  private volatile @Nullable Snapshot snapshot;

  QueuesView(String by) {
    this.by = by;
  }

  @Override
  public void read(Awa awa) {
    snapshot = Snapshot.take(awa, snapshot);
  }

  private static double rate(Snapshot.Queue queue) {
    return queue.endedPerSecond() == null ? 0 : queue.endedPerSecond();
  }

  private List<Snapshot.Queue> rows() {
    Snapshot now = snapshot;
    return now == null ? List.of() : now.queues().stream().sorted(order.comparator()).toList();
  }

  private static List<String> names(List<Snapshot.Queue> rows) {
    return rows.stream().map(row -> row.stats().queue()).toList();
  }

  // --- the picture ---

  @Override
  public List<AttributedString> draw(int width, int high) {
    Snapshot now = snapshot;
    if (now == null) {
      return List.of(Paint.plain("reading ..."));
    }
    List<AttributedString> lines = new ArrayList<>(head(now, width));
    List<Snapshot.Queue> rows = rows();
    height = Math.max(2, high - lines.size());
    lines.addAll(Paint.list(columns(now.at()).lines(rows, width), names(rows), cursor, height));
    if (rows.isEmpty()) {
      lines.add(Paint.plain("No queue is known yet. Enqueue a job: awa enqueue --kind KIND"));
    }
    return lines;
  }

  private static List<AttributedString> head(Snapshot now, int width) {
    List<AttributedString> lines = new ArrayList<>();
    QueueStats sum = now.sum();
    Double rate = now.endedPerSecond();
    lines.add(
        Paint.plain(
            String.format(
                Locale.ROOT,
                "%,d waiting  %,d running  %,d scheduled  %,d retryable  %,d dead%s",
                sum.available(),
                sum.running(),
                sum.scheduled(),
                sum.retryable(),
                sum.deadLetters(),
                rate == null ? "" : "  " + perSecond(rate) + " ended/s")));
    lines.add(
        Paint.plain(
            String.format(
                    Locale.ROOT,
                    "%,d %s alive, ",
                    now.aliveWorkers(),
                    now.aliveWorkers() == 1 ? "worker" : "workers")
                + (now.leader() == null ? "none leads" : Printer.plain(now.leader()) + " leads")));
    now.findings().stream()
        .limit(FINDINGS)
        .forEach(check ->
            lines.add(
                Paint.trouble(
                    Columns.fitted(
                        "! " + check.name() + ": " + Printer.plain(check.words()), width))));
    lines.add(Paint.plain(""));
    return lines;
  }

  private static Columns<Snapshot.Queue> columns(Instant now) {
    return new Columns<>(
        List.of(
            number("WAITING", true, one -> one.stats().available()),
            new Column<>("OLDEST", true, true, one -> oldest(one.stats(), now)),
            number("RUNNING", true, one -> one.stats().running()),
            new Column<>(
                "ENDED/S",
                true,
                true,
                one -> one.endedPerSecond() == null ? "" : perSecond(one.endedPerSecond())),
            number("DEAD", true, one -> one.stats().deadLetters()),
            number("RETRY", false, one -> one.stats().retryable()),
            number("SCHED", false, one -> one.stats().scheduled()),
            new Column<>("", false, true, one -> one.paused() ? "paused" : ""),
            new Column<>("QUEUE", false, true, one -> Printer.plain(one.stats().queue()))));
  }

  /** How many jobs. */
  private interface Jobs {
    long of(Snapshot.Queue queue);
  }

  private static Column<Snapshot.Queue> number(String name, boolean needed, Jobs jobs) {
    return new Column<>(name, true, needed, one -> String.format(Locale.ROOT, "%,d", jobs.of(one)));
  }

  private static String oldest(QueueStats stats, Instant now) {
    Instant since = stats.oldestReadyAt();
    return since == null || since.isAfter(now) ? "" : Ago.span(Duration.between(since, now));
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, rate > 0 && rate < 10 ? "%.1f" : "%,.0f", rate);
  }

  // --- the keys ---

  @Override
  public String keys() {
    return "Enter jobs  p pause  r resume  s sort (" + order.words() + ")  w workers  / job";
  }

  @Override
  public void press(String key, Desk desk) {
    List<String> names = names(rows());
    cursor.press(key, names, height - 1);
    String queue = cursor.selected(names);
    switch (key) {
      case "s" -> order = order.next();
      case "w" -> desk.open(new WorkersView());
      case "/" -> desk.ask("Job id:", text -> JobView.open(text, by, desk));
      default -> {
        if (queue != null) {
          pressOn(queue, key, desk);
        }
      }
    }
  }

  private void pressOn(String queue, String key, Desk desk) {
    String shown = Printer.plain(queue);
    switch (key) {
      case Keys.ENTER -> desk.open(new JobsView(queue, by));
      case "p" ->
          desk.ask(
              "Pause queue " + shown + ". Why (may be empty):",
              why ->
                  desk.change(awa -> {
                    awa.queues().pause(queue, by, why.isBlank() ? null : why.strip(), null);
                    return "queue " + shown + " is paused";
                  }));
      case "r" ->
          desk.confirm(
              "Resume queue " + shown + "?",
              () ->
                  desk.change(awa -> {
                    awa.queues().resume(queue, by);
                    return "queue " + shown + " is resumed";
                  }));
      default -> {}
    }
  }
}
